"""Which events and statements of the articles a sentence is about.

Strong is what a sentence shares with an event only if it tells that event: a whole name of it, most
of the words of its line, or the article's own words. Weak is the same day or the same persons and
a topic: enough where the dates agree, too little to say that they differ by years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.answers.checking.actions import OF_MANY, ONCE, actions_in
from bot.answers.checking.claims import Sentence
from bot.answers.checking.manner import is_later_stage
from bot.answers.checking.own_words import tokens_of
from bot.answers.checking.plain import is_about, plain_dates
from bot.answers.desk import Desk
from bot.corpus.dates import Precision
from bot.store.models import Filters, Told

FOUND: Final = 12
"""So many facts are looked at for each way in which a sentence can lead to them."""
LINE: Final = 0.55
"""A sentence with such a share of a line's words, and three of them, tells the line."""
OWN_WORDS: Final = 0.75
"""The same of a quote's words, from five on."""
HALF: Final = 0.5
"""The same of a line, where the sentence names the happening, too."""
PAIRS: Final = 4
"""So many happenings, and pairs of a person and a topic, of those that a sentence names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that a sentence is about: `strong` also where no date says so; `once` where another
    date is another date of the same thing, and not another thing's."""

    told: Told
    score: float
    strong: bool = False
    once: bool = False
    common: int = 0


def candidates(sentence: Sentence, desk: Desk) -> list[Candidate]:
    """The facts that a sentence is about, the surest first."""
    seen: dict[str, Told] = {}
    for told in (
        *_by_happening(sentence, desk),
        *_by_names(sentence, desk),
        *_by_words(sentence, desk),
    ):
        if told.kind != "figure":
            seen.setdefault(told.id, told)
    found = [one for told in seen.values() if (one := _candidate(told, sentence, desk))]
    # What is told is a happening: all accounts of it belong to that.
    by_happening = {one.told.fact.happening: one for one in found if one.told.fact.happening}
    weighed = {one.told.id for one in found}
    found += [
        replace(by_happening[told.fact.happening], told=told)
        for told in seen.values()
        if told.id not in weighed and told.fact.happening in by_happening and told.kind == "event"
    ]
    return sorted(found, key=lambda one: (not one.strong, -one.score))


def _candidate(told: Told, sentence: Sentence, desk: Desk) -> Candidate | None:
    """How surely a sentence is about a fact, by what they share or by a plain telling."""
    weighed = _weighed(told, sentence, desk)
    if weighed is not None and weighed.strong:
        return weighed
    return _told_plainly(told, sentence, desk) or weighed


def _told_plainly(told: Told, sentence: Sentence, desk: Desk) -> Candidate | None:
    """An event that a sentence tells with its date and nothing else, by whatever words; or of
    which it has the act and the subject."""
    if told.kind != "event":
        return None
    if "clearly" in dict(plain_dates(told, sentence, desk)).values():
        return Candidate(told, HALF, strong=True, once=True)
    return Candidate(told, 0.0, strong=True) if is_about(told, sentence, desk) else None


def _by_happening(sentence: Sentence, desk: Desk) -> Iterable[Told]:
    keys = dict.fromkeys(
        hit.name.owner[1] for hit in sentence.things if hit.name.owner[0] == "happenings"
    )
    for key in list(keys)[:PAIRS]:
        yield from desk.facts.accounts(key, 0, FOUND).facts


def _by_names(sentence: Sentence, desk: Desk) -> Iterable[Told]:
    """Events of the persons and topics named, at the date named."""
    dated = [one.when for one in sentence.dates if one.when is not None]
    people = dict.fromkeys(one.key for one in sentence.people)
    topics = dict.fromkeys(hit.name.owner[1] for hit in sentence.topics)
    pairs = [(person, topic) for person in people for topic in topics][:PAIRS]
    for when in dated[:2]:
        for person, topic in [*pairs, *((person, None) for person in list(people)[:2])]:
            filters = Filters(
                topic=topic, person=person, earliest=when.earliest, latest=when.latest
            )
            for row in desk.facts.page("timeline", filters, 0, FOUND).rows:
                yield from row.facts
    # "The treaty was extended", "the Union collapsed": of one alone what is told by its act.
    alone: list[tuple[str | None, str | None]] = []
    if dated and actions_in(sentence.text):
        alone += [(person, None) for person in list(people)[:2]]
        alone += [(None, topic) for topic in list(topics)[:2] if not people]
    for one, subject in (*pairs, *alone):
        filters = Filters(topic=subject, person=one)
        for row in desk.facts.page("timeline", filters, 0, FOUND).rows:
            yield from row.facts


def _by_words(sentence: Sentence, desk: Desk) -> Iterable[Told]:
    tokens = [word.token for word in sentence.words if word.kind == "word"]
    return desk.facts.holding_some(tokens, FOUND)


def _weighed(told: Told, sentence: Sentence, desk: Desk) -> Candidate | None:
    """How surely a sentence is about a fact; None where it is not."""
    fact, named = told.fact, sentence.named()
    if _is_of_others(told, sentence, desk):
        return None
    own_words = _share(tokens_of(fact.quote), sentence)
    if own_words[0] >= OWN_WORDS and own_words[1] > 4:
        return Candidate(told, 2 + own_words[0], strong=True, once=True)
    whole = _whole_name(told, sentence)
    if told.kind != "event" or whole == "other year":
        return None
    persons = frozenset(key for key in fact.people if _is_person(key, desk))
    acts = actions_in(fact.what) & actions_in(sentence.text)
    once = bool(acts & ONCE)
    told_of = desk.facts.glossary().line(fact.what)
    line = _share(told_of.tokens, sentence)
    topics = {hit.name.owner[1] for hit in sentence.topics} & set(fact.topics)
    if _is_then(told, sentence) and (
        line[1] > 2 or whole or (sentence.keys & set(fact.people) and topics)
    ):
        return Candidate(told, line[0], strong=line[0] >= LINE)
    if persons and not persons & named:
        return None
    unsaid = line[0] < LINE and whole not in ("label", "thing")
    if fact.people and not named & set(fact.people) and (sentence.people or unsaid):
        return None
    if whole == "label" or (line[0] >= LINE and line[1] > 2 and persons <= sentence.keys):
        return Candidate(told, 1 + line[0], strong=True, once=once or whole == "label")
    own_topic = bool(fact.topics) and fact.topics[0] in topics
    those = told_of.people
    if whole == "thing" and once and those <= named and not sentence.unknown:
        return Candidate(told, HALF + line[0], strong=True, once=True)
    if whole in ("alias", "thing") and (line[0] >= HALF or own_topic):
        return Candidate(told, HALF + line[0], line[0] >= HALF, once and line[0] >= HALF)
    telling = acts if whole else acts - OF_MANY
    if telling and those and those <= named and (own_topic or len(those) > 1):
        return Candidate(told, line[0], own_topic and once, own_topic and once)
    if len(persons) > 1 and persons <= sentence.keys and own_topic:
        return Candidate(told, line[0], common=line[1])
    return None


def _is_of_others(told: Told, sentence: Sentence, desk: Desk) -> bool:
    """Whether others stand in the place of whom the event's line names, India for China, or a
    later part of what is built in the place of the first."""
    if is_later_stage(sentence.text) and not is_later_stage(told.fact.what):
        return True
    missing = desk.facts.glossary().line(told.fact.what).people - (
        sentence.named() - sentence.excluded()
    )
    others = sentence.keys - set(told.fact.people)
    return any(not _is_person(key, desk) for key in missing) and any(
        not _is_person(key, desk) for key in others
    )


def _is_then(told: Told, sentence: Sentence) -> bool:
    """Whether the sentence has the event's own date, to the month or the day."""
    when = told.event.when
    if when is None or when.precision < Precision.MONTH:
        return False
    return any(one.when is not None and one.when.text == when.text for one in sentence.dates)


def _is_person(key: str, desk: Desk) -> bool:
    people = desk.facts.vocabulary.people
    return key in people and people[key].kind == "person"


def _whole_name(told: Told, sentence: Sentence) -> str:
    """How the sentence names the happening: by its label, by another name, by one that is a
    thing's own ("Амурский ГПЗ", not "treaty extended"), or of another year."""
    key = told.fact.happening
    hits = [hit for hit in sentence.things if hit.name.owner == ("happenings", key)]
    if not hits:
        return ""
    years = {one.when.earliest.year for one in sentence.dates if one.when is not None}
    own = {
        int(part) for hit in hits for part in hit.name.tokens if len(part) == 4 and part.isdigit()
    }
    if own and years and not own & years:
        return "other year"
    if any(hit.name.label for hit in hits):
        return "label"
    longer = [hit.name for hit in hits if len(hit.name.tokens) > 1]
    if any(name.proper and not name.people for name in longer):
        return "thing"
    return "alias" if longer else ""


def _share(tokens: frozenset[str], sentence: Sentence) -> tuple[float, int]:
    """How many of a text's words a sentence has: the share of them, and their number."""
    common = len(tokens & sentence.tokens)
    return (common / len(tokens) if tokens else 0.0), common
