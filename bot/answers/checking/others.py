"""Whether a sentence with a measure’s sides is about others, beside or instead of them."""

from __future__ import annotations

import re

from bot.answers.checking.claims import Sentence
from bot.answers.checking.manner import clause_place
from bot.answers.desk import Desk
from bot.store.glossary import Hit

_NAME = r"(?P<name>[A-ZА-ЯЁ][\w’'-]{1,30})"
_AND_BEHIND = re.compile(rf"(?:,\s+[A-ZА-ЯЁ][\w’'-]{{2,30}})*,?\s+(?:and|и)\s+(?:the\s+)?{_NAME}")
_WITH = re.compile(rf"\b(?:with|со?)\s+(?:the\s+)?{_NAME}")
_DOLLARS_BEFORE = re.compile(r"долл(?:\.|ар\w*)\s+\Z")
_DOLLARS_BEHIND = re.compile(r"\s?(?:dollars?\b|\$)|元")
"""Beside a state that is named as its money alone: "US dollars"."""
# States and unions that no fact may name and that often stand beside the sides of a measure.
_OUTSIDE = re.compile(
    r"\b(?:EU|European\sUnion|Europe(?:an)?|ASEAN|Japan(?:ese)?|Korea|Germany|German|France|French"
    r"|Italy|Netherlands|Poland|Switzerland|Turkey|Türkiye|Brazil|Africa|Vietnam|Australia|Canada"
    r"|Mexico|Saudi|UAE|Mongolia|Singapore)\b"
    r"|\bЕС\b|\b(?:Евросоюз|Европ|АСЕАН|Япони|Коре[яйюе]|Герман|Франци|Итали|Нидерланд|Польш|Швейцар"
    r"|Турци|Бразили|Африк|Вьетнам|Австрали|Канад|Мексик|Саудовск|ОАЭ|Монголи|Сингапур)"
    r"|欧盟|欧洲|东盟|日本|韩国|德国|法国|意大利|荷兰|波兰|瑞士|土耳其|巴西|非洲|越南"
    r"|澳大利亚|加拿大|墨西哥|沙特|阿联酋|(?<!内)蒙古|新加坡"
    r"|[中俄](?:欧|日|韩|印|非|德|法|英|澳)(?=双边|双向|贸易)|[欧日韩印非德法英澳][中俄](?=双边|双向|贸易)"
)
_MEASURE = (
    r"(?:sanction|embargo|ban\b|pressure|tariff|restriction|санкци|эмбарго|давлени|ограничени)"
)
_THEIR_MEASURES = re.compile(
    rf"(?i)(?:['’]s?)?(?:\s+Union)?(?:['’]s?)?\s+(?:\w+\s+)?{_MEASURE}|的?(?:制裁|施压|禁运|限制)"
)
_MEASURES_BEFORE = re.compile(
    rf"(?i){_MEASURE}\w*\s+(?:\w+\s+)?(?:(?:of|from|by)\s+(?:the\s+)?)?\Z"
)
"""What a union does against one of the sides is no part in their trade."""
_CHINESE_WITH = re.compile(
    r"(?:[与和跟对]|同(?![比时期样年]))(?!双|两国|进出口|货物|能源|外)(?P<name>[^，。；、：与和跟]{2,8}?)"
    r"(?:之间)?的?(?:双边|双向|进出口|货物)?贸易"
)
_AND_BEFORE = re.compile(rf"\b{_NAME}\s+(?:and|и)\s+(?:the\s+)?\Z")


def names_others(hit: Hit, sides: frozenset[str], sentence: Sentence, desk: Desk) -> bool:
    """Whether a sentence is about somebody beside the sides of a measure, or in the place of one:
    "with Russia and Kazakhstan", "trade with India, far less than with China"."""
    if len(sides) < 2:
        return False
    if sides & sentence.excluded():
        return True
    places = {one: (sentence.words[one.first].start, sentence.words[one.last].end)
              for one in sentence.people}  # fmt: skip
    own = [place for one, place in places.items() if one.key in sides]
    first, last = clause_place(sentence.text, hit.start, max(hit.start, hit.end))
    text, people = sentence.text, desk.facts.vocabulary.people
    for one, (start, end) in places.items():
        other = one.key not in sides and people[one.key].kind == "body"
        if _DOLLARS_BEFORE.search(text[:start]) or _DOLLARS_BEHIND.match(text, end):
            continue
        if other and first <= start < last and not any(a < end and start < b for a, b in own):
            return True
    if _is_shared(hit, desk) and names_outsiders(text[first:last]):
        return True
    partner = _WITH.search(sentence.text, hit.anchor, last)
    beside = (_AND_BEHIND.match(sentence.text, end) for _, end in own)
    found = [match.span("name") for match in beside if match is not None]
    before = (_AND_BEFORE.search(sentence.text[:start]) for start, _ in own)
    partners = (partner, _CHINESE_WITH.search(text, first, last))
    found += [match.span("name") for match in (*before, *partners) if match is not None]
    return any(not any(first < end and start < last for first, last in own) for start, end in found)


def names_outsiders(text: str) -> bool:
    """Whether a clause has a state or union that no fact may name, but for its sanctions."""
    return any(
        not _THEIR_MEASURES.match(text, match.end())
        and not _MEASURES_BEFORE.search(text, 0, match.start())
        for match in _OUTSIDE.finditer(text)
    )


def _is_shared(hit: Hit, desk: Desk) -> bool:
    """Whether a measure is of two of whom neither comes first, as trade is."""
    key, glossary = hit.name.owner[1], desk.facts.glossary()
    sides = frozenset().union(*glossary.sides(key))
    return len(sides) > 1 and not glossary.orders(key, chinese=False)
