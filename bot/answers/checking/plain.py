"""Whether a sentence is a plain statement of an event and its date, and of nothing else.

Only of such a one the date is held against the event's. A sentence's part with the date is plain
where each of its words is accounted for: by the event's own line and names, those whom it is
about, its act, the date, a place, or a few words that change nothing. Any other word ("applied to",
"a film about", "bank", "said", "not", "ратифицирован", "秘书处") may make it another event's date,
or none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.answers.checking.actions import ONCE, Action, action_places, actions_in
from bot.answers.checking.claims import Sentence
from bot.answers.checking.dates import Dated
from bot.answers.desk import Desk
from bot.corpus.judging import dates as judged_dates
from bot.store.models import Told
from bot.store.name_index import Name
from bot.store.people import Person
from bot.store.text import fold, placed_words

Plainness = Literal["clearly", "of its kind", "likely"]
"""Clearly: another date is another date of this event. Of its kind: another year may be that of
another event ("a friendship treaty was signed in 1950"), another day of its year is not. Likely:
enough for one that agrees."""

MOST: Final = 0.75
"""Of the words that tell a line's thing from others so many make it clear that it is meant."""
SOME: Final = 0.5
"""So many make it likely."""
_CHARACTER: Final = 0.15
"""What a Chinese character counts beside a word: many are in words of any subject."""
_LONG: Final = 6
"""A Chinese name of so many characters is that of one thing."""
_BETWEEN_PARTIES: Final[frozenset[Action]] = frozenset(("recognise", "invade", "visit"))
"""Acts of one upon another: who comes first matters, both have to be named, and in another year
there may have been another one."""

_ENGLISH: Final = """
    the was were is are be been being has have had of in on at by with between and both to
    day year month officially formally finally originally jointly
    put took take takes taken taking place went goes began begin begins started starts
    became become becomes will
    president presidents chairman leader leaders
"""
_RUSSIAN: Final = """
    в во на с со и к о об при между год года году г был была было были официально торжественно
    совместно состоялось состоялся состоялась началось начался началась начали начал начала
    произошло произошел произошла на вышел вышла выйдет
    президент президенты президентом президентами председатель председателем лидеры лидерами
"""
_HARMLESS: Final = frozenset((_ENGLISH + _RUSSIAN).split())
_CHINESE: Final = re.compile(
    r"正式|开始|运行|将|国家主席|主席|总统|领导人|于|在|的|了|和|与|及|同|由|年|月|日"
)
_LINE_WORDS = "five founder state expand includ first nation govern year articl author"
_ADDS_NOTHING: Final = frozenset(_LINE_WORDS.split())
_BEGINNING = "begin begun start construct construction нача начал стро строительств"
_BEGUN: Final = frozenset(_BEGINNING.split())
"""Tokens of a line that tell its event from no other one, and of a beginning."""
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])[^\W_])(?:(?![\u3400-\u9fff])[\w’'])*")
_PLACE = re.compile(
    r"\b(?:in|at|в|во)\s+(?:the\s+)?[A-ZА-ЯЁ][\w’-]+(?:\s[A-ZА-ЯЁ][\w’-]+)?"
    r"(?=\s*(?:[,.;!]|\Z|(?:on|in|в)\s+(?:\d|[A-ZА-ЯЁ])|\d))"
)
_CUT = re.compile(
    r"\s*(?:г\.|год[ау]?\b|年)?\s*(?:[,;，、；](?:\s*(?:and|but|и|а)\b)?|\b(?:and|и|а)\b)"
)
_ASKS = re.compile(r"[?？]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_IN = re.compile(r"(?i)(?:\b(?:in|on|at|by|в|во|с)|[于在，])\s*\Z")


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence's part with one date."""

    start: int
    end: int
    date: Dated


def plain_dates(told: Told, sentence: Sentence, desk: Desk) -> Iterator[tuple[Dated, Plainness]]:
    """The dates that a sentence plainly gives an event, and how surely it is that event."""
    if _ASKS.search(sentence.text):
        return
    if _words(sentence.text) <= _words(told.fact.quote):
        yield from ((one, "likely") for one in sentence.dates if one.when == told.event.when)
    parts = _parts(sentence, told)
    for number, part in enumerate(parts):
        plainness = _plainness(told, sentence, part, parts[0] if number else None, desk)
        if plainness is not None:
            yield part.date, plainness


def is_about(told: Told, sentence: Sentence, desk: Desk) -> bool:
    """Whether a sentence has an event's act and what it is about, whatever else it says of them:
    enough for it to be shown, not for a verdict."""
    acts = actions_in(told.fact.what) & actions_in(sentence.text) & ONCE
    if not acts or sentence.unknown or not sentence.opens_plainly:
        return False
    called = desk.facts.glossary().names_of(told.fact.happening, told.fact.topics[:1])
    names = frozenset(token for name in called for token in name.things)
    known = _known(told, called, desk)
    if sentence.keys - known:
        return False
    spans = action_places(sentence.text)
    telling = {token for start, end in spans for token in _tokens(sentence.text[start:end])}
    said = {one for one in sentence.tokens - telling - _BEGUN if not actions_in(one)}
    if _size(names & said) > 1:
        return True
    named = [one.key for one in sentence.people]
    return _identity(told, list(dict.fromkeys(named)), said, called, desk) is not None


def _known(told: Told, called: Sequence[Name], desk: Desk) -> frozenset[str]:
    """Whom a sentence may name that tells an event: those in its line and names."""
    line = desk.facts.glossary().line(told.fact.what)
    return line.people.union(told.fact.people, *(name.people for name in called))


def _parts(sentence: Sentence, told: Told) -> list[_Part]:
    """The parts of a sentence, each with a date of its own; none where they can't be told apart."""
    parts, start = [], 0
    dates = [one for one in sentence.dates if not _is_of_a_name(one, sentence, told)]
    for number, date in enumerate(dates, 1):
        following = dates[number] if number < len(dates) else None
        end = len(sentence.text)
        if following is not None:
            cut = _CUT.match(sentence.text, date.end)
            if cut is None or cut.end() > following.start:
                return []
            end = cut.end()
        if date.when is None:
            return []
        parts.append(_Part(start, end, date))
        start = end
    return parts


def _is_of_a_name(date: Dated, sentence: Sentence, told: Told) -> bool:
    """Whether a year belongs to what something is called: "the 2001 Treaty"."""
    apart = judged_dates(date.when, told.event.when).verdict == "different"
    if not apart or len(date.text) > 5 or _IN.search(sentence.text[: date.start]):
        return False
    owners = (("happenings", told.fact.happening), *(("topics", one) for one in told.fact.topics))
    return any(
        hit.start <= date.start < hit.end and date.text[:4] in hit.name.tokens
        for hit in (*sentence.things, *sentence.topics)
        if hit.name.owner in owners
    )


def _plainness(
    told: Told, sentence: Sentence, part: _Part, opening: _Part | None, desk: Desk
) -> Plainness | None:
    """How surely a part of a sentence tells an event and nothing else; None where it does not.

    A part without a verb shares that of the `opening` one: "Iran joined the SCO in 2021, India in
    2017".
    """
    line = desk.facts.glossary().line(told.fact.what)
    acts = actions_in(told.fact.what)
    text = sentence.text[part.start : part.end]
    shares = opening is not None and not actions_in(text)
    both = f"{sentence.text[opening.start : opening.end]} {text}" if shares and opening else text
    said = actions_in(both)
    if not said <= acts or (acts and not said):
        return None
    called = desk.facts.glossary().names_of(told.fact.happening, told.fact.topics[:1])
    names = frozenset(token for name in called for token in name.things)
    own = {word.folded for word in placed_words(told.fact.what)}
    own |= set(fold(told.fact.what).split())
    tokens = line.tokens | names
    known = _known(told, called, desk)
    spans = [_Span(part, tokens | own, known)]
    if shares and opening is not None:
        spans.insert(0, _Span(opening, tokens | own, known, others=True))
    named: list[str] = []
    left: set[str] = set()
    for span in spans:
        people = _people(sentence, span, acts)
        if people is None or not _is_accounted(sentence, span, people):
            return None
        named += [one.key for one in people if one.key in known]
        left |= _tokens(sentence.text[span.part.start : span.part.end])
    return _identity(told, list(dict.fromkeys(named)), left, called, desk)


@dataclass(frozen=True, slots=True)
class _Span:
    """A part with what accounts for its words; `others` may be named where it lends its verb."""

    part: _Part
    tokens: frozenset[str] | set[str]
    known: frozenset[str] | set[str]
    others: bool = False


def _people(sentence: Sentence, span: _Span, acts: frozenset[Action]) -> list[Person] | None:
    """Whom a part names, but for its place; None where somebody is another's."""
    places = [] if acts & (_BETWEEN_PARTIES | {"join"}) else _places(sentence, span.part)
    found = []
    for one in sentence.people:
        start, end = sentence.words[one.first].start, sentence.words[one.last].end
        inside = span.part.start <= start < span.part.end
        if inside and not any(a <= start and end <= b for a, b in places):
            found.append(one)
    known = [one for one in found if one.key in span.known]
    within = [
        one
        for one in found
        if one.key not in span.known
        and any(other.first <= one.first and one.last <= other.last for other in known)
    ]
    if len(known) + len(within) < len(found) and not span.others:
        return None
    return [one for one in found if one not in within]


def _is_accounted(sentence: Sentence, span: _Span, people: list[Person]) -> bool:
    """Whether a part has no word that could make it tell something else."""
    text, part = sentence.text, span.part
    dates = [(one.start, one.end) for one in sentence.dates]
    masks = [*dates, *_places(sentence, part), *action_places(text)]
    masks += [(sentence.words[one.first].start, sentence.words[one.last].end) for one in people]
    masks += [match.span() for match in _CHINESE.finditer(text)]
    for match in _WORD.finditer(text, part.start, part.end):
        word, start, end = match[0], match.start(), match.end()
        if any(a < end and start < b for a, b in masks) or fold(word) in _HARMLESS:
            continue
        if fold(word) in span.tokens or _tokens(word) & span.tokens:
            continue
        return False
    return True


def _identity(
    told: Told, named: list[str], said: set[str], called: Sequence[Name], desk: Desk
) -> Plainness | None:
    """How surely it is this event, and not another one of its kind, that a part tells."""
    names = {token for name in called for token in name.things}
    line = desk.facts.glossary().line(told.fact.what)
    acts = actions_in(told.fact.what)
    parties = _parties(told, desk)
    if acts & _BETWEEN_PARTIES and named != [key for key in line.order if key in named]:
        return None
    if acts & _BETWEEN_PARTIES and not line.people <= set(named):
        return None
    everybody = parties <= set(named)
    if "join" in acts:
        everybody = len(parties & set(named)) > 1 and line.order[:1] == tuple(
            key for key in line.order[:1] if key in named
        )
    act_words = {token for start, end in action_places(told.fact.what)
                 for token in _tokens(told.fact.what[start:end])}  # fmt: skip
    content = line.tokens - act_words - _ADDS_NOTHING
    surely: Plainness = "of its kind" if acts & _BETWEEN_PARTIES else "clearly"
    if not content and acts:
        return surely if everybody else None
    share = len(content & said) / len(content) if content else 0.0
    if told.fact.happening and (everybody or not parties & set(named)):
        common = {token for token in names & said if not actions_in(token)} - act_words
        if common and (everybody or _has_proper_name(said, called)):
            return surely
        if _size(common) > 1:
            return "of its kind"
        if _size(common) >= 1:
            return "likely"
    if "join" in acts and not everybody:
        return None
    if share >= MOST and (acts or everybody):
        return surely
    return "likely" if share >= SOME else None


def _size(tokens: Collection[str]) -> float:
    """How much tokens say; a Chinese character alone is a part of a word."""
    return sum(_CHARACTER if _HAN.match(token) else 1 for token in tokens)


def _has_proper_name(said: set[str], called: Sequence[Name]) -> bool:
    """Whether a part has a whole name that nothing else has; Chinese ones are told by their length,
    as they have no capitals."""
    return any(
        said.issuperset(name.things)
        for name in called
        if (name.proper and name.things) or (name.chinese and len(name.things) >= _LONG)
    )


def _parties(told: Told, desk: Desk) -> frozenset[str]:
    """Whom an event's line names, or else whom the fact is about."""
    return desk.facts.glossary().line(told.fact.what).people or frozenset(told.fact.people)


def _places(sentence: Sentence, part: _Part) -> list[tuple[int, int]]:
    """Where a part says where something was: "in Shanghai"."""
    return [match.span() for match in _PLACE.finditer(sentence.text, part.start, part.end)]


def _words(text: str) -> set[str]:
    """All words of a text, also those that carry no subject, as "would" does."""
    return {fold(word) for word in _WORD.findall(text)}


def _tokens(text: str) -> set[str]:
    return {word.token for word in placed_words(text)}
