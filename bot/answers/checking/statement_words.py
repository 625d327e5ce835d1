"""The words of a plain statement that a measure was so much, in English, Russian and Chinese.

A list of what is known to be harmless, so that any other word keeps a verdict away. Words that make
a floor or a ceiling of a number are not here: they count only where they are read as that.
"""

from __future__ import annotations

import re
from typing import Final

from bot.answers.checking.manner import denies

_ENGLISH = """
    a an the this that it its their of in at on to from by for with between among and as
    every each since before after until till during through throughout
    is are was were be been being has have had it's there
    reach reaches reached reaching hit hits hitting stand stands stood amounts amounted
    totals totaled totalled totalling total come comes came worth value valued equals equalled
    bilateral two-way mutual overall annual yearly commercial goods turnover volume trading country
    countries sides both two
    year years yearly full whole entire all calendar period
    already now currently today again also then just only even still slightly little bit well
    meanwhile once record record-high high all-time historic unprecedented new mark level threshold
    exactly precisely approximately or so more very successful psychological consistently steadily
    said says say told announced confirmed reported reports that official
    will may shall expected expect expects forecast forecasts forecasted projected projection
    predicted planned plan plans target targets targeted goal goals aim aims aimed set likely
"""
_BY_SORT: Final = {
    "money": "",
    "percent": """
        account accounts accounted accounting make makes made up share shares proportion part
        get gets got buy buys bought import imports imported receive receives received obtain
        obtains crude percent used use denominated conducted done settled carried out
    """,
    "count": """
        meet meets met meeting meetings time times visit visits visited visiting come arrive
        arrived have held hold holds number numbers people tourists counted under way going
        participated take takes taking place took began begun across globe world worldwide
    """,
    "rank": """
        rank ranks ranked ranking become becomes became becoming remain remains remained place
        emerge emerges emerged emerging as market markets product products export exports
    """,
    "ordinal": "hold holds held begin began begins start started serve serves elected term recent",
    "years": """
        extend extended extends extending renewed prolonged mark marks marked celebrate celebrates
        celebrated turn turns turned old row consecutive length agreed anniversary remained
    """,
}
_CHANGED = re.compile(
    r"(?i)\b(?:rose|risen|grow|grows|grew|grown|climbed|jumped|surged|soared|increased|expanded"
    r"|recovered|fell|fallen|dropped|declined|slipped|shrank|went|gone"
    r"|вырос(?:ла|ло|ли)?|выраст(?:ет|ут)|вырасти|увеличи(?:лся|лась|лось|лись|тся|ться)"
    r"|подня(?:лся|лась|лось)|возрос(?:ла|ло|ли)?|упа(?:л|ла|ло|ли)"
    r"|сни(?:зился|зилась|зилось|зились|зится)|сократи(?:лся|лась|лось|лись|тся))\b"
    r"|\b(?:rise|increase|climb|jump|surge|fall|drop|decline|slip)s?(?=\s+to\b)"
)
_AMOUNTED = re.compile(
    r"(?i)\b(?:to|at|is|was|were|reach\w*|hit|stood|total\w*|amount\w*|came|worth"
    r"|до|состав\w+|дости\w+|рав\w+|был[аои]?)\b"
)
"""Verbs that say how something changed tell how much there was only with one of these behind."""
_PHRASES = re.compile(
    r"(?i)\b(?:despite|amid)\s+(?:(?:the|all|new|western|eu|us|european|union|american)\s+){0,3}"
    r"(?:sanctions|pandemic|war|pressure)\b"
    r"|\A(?:breaking(?:\s+news)?|news|fact):"
    r"|\b(?:(?:according\s+to|as)\s+)?(?:(?:official|customs|government|the|\x01+)\s+){0,3}"
    r"(?:data|figures|statistics)(?:\s+(?:shows?|showed)(?:\s+that)?)?\b"
    r"|\b(?:несмотря\s+на|вопреки)\s+(?:западны\w+\s+)?санкци\w+(?:\s+(?:ес|сша|запада)\b)?"
    r"|百分之(?=\x01)|在(?:欧盟|美国|西方)?制裁下仍?"
    r"|\bпо\s+(?:официальным\s+)?данным(?:\s+(?:\x01+\s+)?(?:таможни|статистики))?"
    r"|\bпо\s+итогам\b|\bв\s+целом\b"
    r"|海关(?:总署)?(?:数据|统计)?(?:数据)?(?:显示)?"
)
"""Phrases whose words are harmless in them alone."""
_AMISS = re.compile(
    r"(?i)\b(?:is|was|are|were|has|have|had)\s+to\b|\b(?:состав\w+|был[аои]?|рав\w+)\s+до\b"
    r"|\b(?:between|между)\s+\Z|据[说传称]"
)
"""What is to be, the first of two numbers, or hearsay."""
_PRONOUNS: Final = frozenset(
    ("this", "that", "figure", "total", "он", "она", "оно", "это", "показатель")
)
"""What may stand for a measure that the sentence before named."""

_RUSSIAN = r"""
    в|во|на|из|с|со|к|ко|по|до|за|от|и|а|о|об|между|для|у|же|как|что|это|этот|эта|его|их
    |состав(?:ил[аои]?|ляет|ляла?|ляют|ит|ить)|достиг(?:ла|ло|ли|ает|нет|ши[йе]|шая)?|достичь
    |был[аои]?|есть|будет|рав(?:ен|на|но|ны|нялся|нялась)|насчит(?:ал[аои]?|ывает|ывается)
    |двусторонн\w+|взаимн\w+|общ(?:ий|ая|ее|его|ей|ем)|годов\w+|внешнеторгов\w+
    |объ[её]м\w*|оборот\w*|товарооборот\w*|торговл\w+|сумм[аеуы]|размер[ае]?|стран(?:ы|ами|а)?
    |дву(?:х|мя)|обеи(?:х|ми)|государств\w*|год[ауе]?|годом|годы|годах|лет|г|гг
    |весь|всего|вс[её]|течение|период|начиная|уже|лишь|только|даже|теперь|сейчас|также|тогда|ровно
    |точно|впервые|снова|рекорд(?:а|е|у|но|н\w+)?|историческ\w+|отметк\w+|уровн\w+|планк\w+
    |максимум\w*|сообщи(?:л|ла|ли|ло)|сообща(?:ет|ют)|заяви(?:л|ла|ли|ло)|сказа(?:л|ла|ли)
    |объяви(?:л|ла|ли)|отмети(?:л|ла|ли)
    |ожида\w+|прогноз\w*|планир\w+|цел[ьи]|может|могут|вероятн\w+
"""
_RUSSIAN_BY_SORT: Final = {
    "money": "в",
    "percent": r"дол[яиюей]+|процент\w*|приход\w+|получа\w+|покупа\w+|импортир\w+|занима\w+"
    r"|расч[её]т\w*|провод\w+|осуществля\w+",
    "count": r"раза?|встре\w+|прове(?:л|ла|ли|дено)|приех\w+|посети\w+|прибы\w+|человек\w*"
    r"|турист\w*|числ[оа]|количеств\w+|ид[её]т|идут",
    "rank": r"стал[аои]?|оста[её]тся|оставал\w+|явля\w+|занима\w+|мест[оае]",
    "ordinal": r"срок\w*|начал[ао]?|прош[её]л|прошла|избран\w*",
    "years": r"продл\w+|лет\w*|исполн\w+|отмеча\w+|отмети\w+|срок\w*|подряд",
}
_CHINESE = """
    达到 达 为 是 至 到 增至 增到 增加到 增加至 增长到 增长至 升至 上升到 上升至 降至 降到 下降到
    下降至 跌至 扩大到 提高到 攀升至 总额 总值 总量 规模 额 双边 双方 两国 国 之间 间 间的 和 与 同
    及 的 了 在 据 已 已经 就 仅 只有 仅为 首次 再次 创 创下 创出 刷新 历史 新高 最高 记录 纪录 水平
    大关 关口 全年 年度 年 年间 期间 共 共计 合计 累计 总共 自 自从 以来 起 从 由 时 当年 前 之前
    以前 后 之后 以后 数据 显示 统计 报道 表示 称 说 宣布 根据 预计 预期 预测 预估 目标 计划 有望 将
    可能 货物 进出口 其 该 这一 数字 来 也
"""
_CHINESE_BY_SORT: Final = {
    "money": "",
    "percent": "来自 占 占比 比重 比例 份额 比率 从 进口 使用 采用 结算 用 以 进行 中",
    "count": "次 人 人次 会晤 会面 见面 举行 进行 访问 赴 来 有 场 国 台 名 位 过 将有",
    "rank": "第 位 名 大 成为 仍 仍是 保持 最大 排名 列",
    "ordinal": "第 届 任 召开 举行 开始",
    "years": "年 延长 延期 周年 庆祝 迎来 连续 届满 续签",
}
_PRONOUNS_CHINESE = re.compile("它|[这该]一?个?数字")

_RISE = r"(?:increase|rise|jump|drop|decline|growth|gain|fall|surge|record|high)"
_TAILS: Final = re.compile(
    r"(?i)\s*(?:[.!。！…\"'”’»)]*\s*\Z|[,;:，；、(（)）–—-]*\s*(?:"
    rf"(?:up|down|an?\s+(?:[\w.,%$€-]+\s+){{0,3}}?{_RISE}|which\s+is\s+(?:up|a\s+record)"
    r"|rising|growing|increasing|climbing|falling|according\s+to|compared\s+(?:with|to)|versus"
    r"|against|beating|surpassing|exceeding|year[-\s]on[-\s]year|of\s+which|while|whereas)\b"
    r"|(?:behind|after|ahead\s+of)\s+(?-i:[A-Z])|they\s+say\b|(?:says?|said)\s+(?-i:[A-Z])"
    r"|(?-i:[A-Z][\w’'-]+)\s+(?:said|says|reports|reported)\b"
    r"|(?:and\s+|with\s+)?(?-i:[A-ZА-ЯЁ][\w’'-]+)\s+[$€]?\d"
    r"|and\s+(?:in\s+|by\s+)?[$€]?\d|the\s+(?-i:[A-Z]\w+)['’]s\s+(?:was|is|stood)\b"
    r"|(?:рост|прирост|снижение|падение|увеличи\w+|вырос\w*|прибав\w+|по\s+данным|сообщ\w+"
    r"|заяви\w+|тогда\s+как|из\s+(?:них|которых)|против|что\s+(?:на|больше|стало)|(?:и|а)\s+(?:в\s+)?\d)"
    r"(?!\w)"
    r"|[$€]?\d|[同环]比|较|比|增长|增幅|上升|下降|其中|创|刷新|据|成为|与[^，。；]{1,6}的贸易额))"
)
"""How a sentence may go on behind a plain statement."""
_NOBODY = re.compile(r"(?i)\b(?:nobody|no\s+one|none|никто|никому|никем)\b|无人|没人")


def _english(sort: str) -> frozenset[str]:
    return frozenset((_ENGLISH + _BY_SORT[sort]).split())


def _russian(sort: str) -> re.Pattern[str]:
    return re.compile(rf"(?x:{_RUSSIAN})|{_RUSSIAN_BY_SORT[sort]}")


def _chinese(sort: str) -> re.Pattern[str]:
    """The longest word first, so that none is taken for two."""
    words = {*_CHINESE.split(), *_CHINESE_BY_SORT[sort].split()}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


_WORDS_OF: Final = {sort: _english(sort) for sort in _BY_SORT}
_RUSSIAN_OF: Final = {sort: _russian(sort) for sort in _BY_SORT}
_CHINESE_OF: Final = {sort: _chinese(sort) for sort in _BY_SORT}
_POSSESSIVE = re.compile(r"(?<=\x01)['’](?:s\b)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")


def only_plain(residue: str, sort: str, *, pronouns: bool) -> bool:
    """Whether a sentence's words beside its measure, parties, number and date are all harmless.

    These are covered with signs that are no words. `sort` is that of the measure's unit; `pronouns`
    may stand for the measure itself.
    """
    residue = _CHANGED.sub(" ", _PHRASES.sub(" ", _POSSESSIVE.sub(" ", residue)))
    if any(sign.isdigit() for sign in residue):
        return False
    words = _WORDS_OF[sort] | _PRONOUNS if pronouns else _WORDS_OF[sort]
    for word in _WORD.findall(_HAN.sub(" ", residue)):
        typed = word.lower().replace("’", "'")
        if typed not in words and not _RUSSIAN_OF[sort].fullmatch(typed):
            return False
    chinese = " ".join(_HAN.findall(residue))
    if pronouns:
        chinese = _PRONOUNS_CHINESE.sub(" ", chinese)
    return not _CHINESE_OF[sort].sub("", chinese).strip()


def tells_how_much(before: str) -> bool:
    """Whether the words before a number lead to how much there was, not to how it changed, to the
    first of two numbers, to what is to be or to hearsay."""
    *_, last = [0, *(found.end() for found in _CHANGED.finditer(before))]
    changed = last > 0 and not _AMOUNTED.search(before, last)
    return not changed and _AMISS.search(before) is None


def goes_on_plainly(tail: str) -> bool:
    """Whether what follows a statement leaves it as it is: "up 35%", not "excluding oil"."""
    return _TAILS.match(tail) is not None and not _NOBODY.search(tail) and not denies(tail)
