"""A message beside the articles: for each sentence that they touch what they say, and whether its
number or date is the same, compatible or different. Never what is true. Pure. The text is in the
answer and nowhere else: no `Question` holds it, so no button and no table does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from bot.answers.checking.claims import Sentence, read
from bot.answers.checking.event_dates import compare_events
from bot.answers.checking.figures import Compared, compare_figures
from bot.answers.checking.measures import measures_of
from bot.answers.checking.own_words import told_by_name, told_in_own_words
from bot.answers.checking.text import LONGEST, READ, cleaned, has_more
from bot.answers.desk import Desk
from bot.answers.lists import articles_text
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import note_line
from bot.answers.parts import Footnotes, amount, covers, say_date
from bot.answers.question import Question
from bot.answers.search import found
from bot.corpus.dates import Edtf
from bot.corpus.verdict import Judged
from bot.errors import InputProblem
from bot.store.glossary import Hit

COMMAND: Final = "check"
MENU: Final = "Check against the articles"
"""The entry of a message's menu; like the names of commands it is the same in all languages."""
SENTENCES: Final = 8
"""So many sentences of a message are shown with what the articles say to them."""
FACTS: Final = 4
"""So many facts are shown with one sentence."""
WORDS: Final = 280
"""So many characters of a sentence are shown."""
LISTED: Final = 12
"""So many numbers, dates and names are listed on which nothing was found."""
_STRETCHES: Final = ("first ", "last ", "past ", "next ")


@dataclass(frozen=True, slots=True)
class _Touched:
    """A sentence and the facts that it is about, the most telling first."""

    sentence: Sentence
    compared: tuple[Compared, ...]

    @property
    def rank(self) -> int:
        return min(one.rank for one in self.compared)


def check(text: str, desk: Desk, fits: Callable[[Answer], bool] = lambda _: True) -> Answer:
    """What the articles say to a text. Raises `InputProblem` where it has no words.

    Of sentences and facts no more are shown than `fits` says fit; the answer tells how many
    sentences are left out.
    """
    sentences = read(text, desk.facts.glossary(), desk.today)
    if not any(sign.isalnum() for one in sentences for sign in one.text):
        raise InputProblem("check.no-words")
    touched = []
    untouched: dict[str, None] = {}
    measures: list[Hit] = []
    for sentence in sentences:
        measures = measures_of(sentence, measures, desk)
        compared = _compared(sentence, measures, desk)
        if compared:
            touched.append(_Touched(sentence, compared))
        untouched.update(dict.fromkeys(_untouched(sentence, compared)))
    longer = tuple(_longer(text, desk))
    if not touched:
        return _nothing(sentences, list(untouched), longer, desk)
    sizes = [*((most, FACTS) for most in range(SENTENCES, 1, -1)), *((1, most) for most in (3, 2))]
    for most, facts in sizes:
        answer = _answer(touched, list(untouched), longer, most, facts, desk)
        if fits(answer):
            return answer
    return _answer(touched, list(untouched), longer, 1, 1, desk)


def _compared(sentence: Sentence, measures: list[Hit], desk: Desk) -> tuple[Compared, ...]:
    """The facts that a sentence is about, those in whose words it is first; no event that is drawn
    from a figure's words, but where its date can be compared and the figure's number cannot. Where
    nothing else is found, what has a name of it."""
    figures = compare_figures(sentence, measures, desk)
    shown = {one.told.fact.quote for one in figures}
    settled = {one.told.fact.quote for one in figures if _is_comparable(one)}
    events = [
        one
        for one in compare_events(sentence, desk)
        if one.told.fact.quote not in (settled if _is_comparable(one) else shown)
    ]
    found = {one.told.id: one for one in (*figures, *events)}
    own = [one for one in told_in_own_words(sentence, desk) if one.fact.quote not in shown]
    # What fits less well than a fact that is found anyhow is another one of the same words.
    better = takewhile(lambda told: told.id not in found, own)
    for told in (*better, *(() if found else told_by_name(sentence, desk))):
        found.setdefault(told.id, Compared(told, None, None, None))
    words = {told.id for told in own}
    return tuple(sorted(found.values(), key=lambda one: (one.told.id not in words, one.rank)))


def _is_comparable(one: Compared) -> bool:
    return one.judged is not None and one.judged.verdict != "not-comparable"


def _longer(text: str, desk: Desk) -> Iterator[str]:
    """Of how much of a message nothing is said, as it is too long."""
    if len(text) > LONGEST:
        yield desk.say.say("check.longer", limit=LONGEST)
    if has_more(cleaned(text)):
        yield desk.say.say("check.more-sentences", limit=READ)


def _untouched(sentence: Sentence, compared: tuple[Compared, ...]) -> list[str]:
    """The numbers, dates and unknown names of a sentence that no fact was held against."""
    numbers = {one.quantity for one in compared if one.quantity is not None}
    dates = {one.date.when for one in compared if one.date is not None}
    shown = [text for one in compared for text in (one.told.fact.quote, one.told.fact.what)]
    found = [
        (one.start, one.text)
        for one in sentence.quantities
        # "First" and "one" are words more often than numbers.
        if one not in numbers
        and (one.low > 10 or any(sign.isdigit() for sign in one.text))
        and not one.text.lower().startswith(_STRETCHES)
    ]
    found += [(one.start, one.text) for one in sentence.dates if one.when not in dates]
    found += [(sentence.text.find(name), name) for name in sentence.unknown]
    return [text for _, text in sorted(found) if not any(text in words for words in shown)]


def _answer(
    touched: list[_Touched],
    untouched: list[str],
    longer: tuple[str, ...],
    most: int,
    facts: int,
    desk: Desk,
) -> Answer:
    say = desk.say
    chosen = sorted(touched, key=lambda one: one.rank)[:most]
    footnotes = Footnotes(desk)
    entries = [entry for one in chosen for entry in _entries(one, facts, footnotes, desk)]
    if untouched:
        entries.append(_listed("check.nothing-on", untouched, desk))
    articles = {told.article for entry in entries for told in entry.facts}
    left = len(touched) - len(chosen)
    return Answer(
        question=Question(COMMAND),
        title=say.say("check.title"),
        scope=(
            say.say(
                "check.scope",
                results=say.count("check.touched", len(touched)),
                articles=articles_text(len(articles), desk),
            ),
            say.say("check.rule"),
        ),
        entries=tuple(entries),
        footnotes=footnotes.notes(),
        closing=(*((say.count("check.left-out", left),) if left else ()), *longer),
    )


def _nothing(
    sentences: list[Sentence], untouched: list[str], longer: tuple[str, ...], desk: Desk
) -> Answer:
    """The plain answer that the articles do not say, with what was looked for."""
    say, vocabulary = desk.say, desk.facts.vocabulary
    people = dict.fromkeys(one.key for sentence in sentences for one in sentence.people)
    known = [say.label(vocabulary.people[key]) for key in people]
    if known:  # "treaty" or "dollars" alone is in any message, and about anything
        known += [text for one in sentences for text in _terms(one)]
    entries = [_listed("check.looked-for", untouched, desk)] if untouched else []
    if known:
        entries.append(_listed("check.known", list(dict.fromkeys(known)), desk))
    return Answer(
        question=Question(COMMAND),
        title=say.say("none.title", title=say.say("check.title")),
        scope=(covers(desk), say.say("check.rule")),
        entries=tuple(entries),
        closing=(say.say("check.search"), *longer),
        found=False,
    )


def _terms(sentence: Sentence) -> Iterator[str]:
    """Words of a sentence that name a topic, but for what counts a number, as "dollars" does."""
    for hit in sentence.topics:
        if not any(0 <= hit.start - one.end <= 1 for one in sentence.quantities):
            yield sentence.text[hit.start : hit.end]


def _listed(key: str, items: list[str], desk: Desk) -> Entry:
    """Numbers, dates and names in one line, not more of them than anyone reads."""
    say = desk.say
    text = say.semicolons(item[:WORDS] for item in items[:LISTED])
    if more := len(items[LISTED:]):
        text = say.count("check.and-more", more, items=text)
    lead = say.say(key)
    return Entry((Line("head", text, lead=say.say("lead.colon", lead=lead)),))


def _entries(touched: _Touched, facts: int, footnotes: Footnotes, desk: Desk) -> Iterator[Entry]:
    """One for each fact beside a sentence; the first one shows the sentence, too."""
    say, text = desk.say, touched.sentence.text
    words = text if len(text) <= WORDS else f"{text[:WORDS].rstrip()}…"
    lead = say.say("lead.colon", lead=say.say("check.message"))
    lines = [Line("head", say.say("quote.direct", words=words), lead=lead)]
    for one in touched.compared[:facts]:
        lines += found(one.told, footnotes, desk).lines
        disputed = [note for note in one.told.fact.notes if note.disputes is not None]
        lines += [note_line(note, desk) for note in disputed]
        yield Entry((*lines, _verdict(one, desk)), (one.told,))
        lines = []


def _verdict(one: Compared, desk: Desk) -> Line:
    """The message's number or date beside the article's, and what they are to each other."""
    say = desk.say
    if one.judged is None:
        return Line("small", _missing(one, desk))
    if one.told.kind == "figure":
        assert one.said is not None
        values = (_of(one.said.period, amount(one.said, desk), desk),
                  _of(one.told.figure.period, amount(one.told.figure, desk), desk))  # fmt: skip
    else:
        when = one.date.when if one.date is not None else None
        values = (say_date(when, desk), say_date(one.told.event.when, desk))
    text = say.say("check.beside", message=values[0], article=values[1])
    if why := _why(one, desk):
        text = say.say("check.because", text=text, why=why)
    verdict = say.say(f"check.verdict.{one.judged.verdict}")
    return Line("head", text, lead=say.say("lead.colon", lead=verdict))


def _missing(one: Compared, desk: Desk) -> str:
    """Why nothing is compared with a fact."""
    say = desk.say
    if one.why is not None:
        return say.say(f"check.{one.why}")
    if one.told.kind == "quote":
        return say.say("check.statement")
    if one.told.kind == "figure":
        return say.say("check.no-number" if one.date is not None else "check.words")
    if one.told.event.when is None:
        return say.say("check.no-date-in-article")
    if one.date is None:
        return say.say("check.no-date")
    return say.say("check.denied" if one.date.denied else "check.not-plain")


def _of(period: Edtf | None, text: str, desk: Desk) -> str:
    """An amount with what time it is of."""
    if period is None:
        return text
    return desk.say.say("check.of-period", amount=text, period=say_date(period, desk))


def _why(one: Compared, desk: Desk) -> str:
    """Why the two are compatible, or can't be held against each other."""
    say, judged = desk.say, one.judged
    if judged is None or judged.verdict in ("same", "different"):
        return ""
    if judged.verdict == "compatible":
        return _why_compatible(judged, desk)
    if judged.reason in ("plan-against-event", "forecast-against-measured"):
        return say.say("check.why.forecast")
    return _why_apart(one, judged, desk)


def _why_apart(one: Compared, judged: Judged, desk: Desk) -> str:
    """Why two numbers can't be held against each other; nothing for dates."""
    say = desk.say
    if one.said is None:
        return ""
    match judged.reason:
        case "no-number":
            return say.say("check.why.no-number")
        case "no-period" if one.said.period is not None:
            return say.say("check.why.no-period-in-article")
        case "no-period" if one.told.figure.period or one.told.figure.as_of:
            return say.say("check.why.no-period-in-message")
        case "no-period":
            return say.say("check.why.no-period")
        case "open-period":
            return say.say("check.why.open-period")
        case "within-period":
            return say.say("check.why.part-of-time")
        case "unsure-period":
            return say.say("check.why.unsure-time")
    return say.say("check.why.other-time")


def _why_compatible(judged: Judged, desk: Desk) -> str:
    match judged.reason:
        case "rounded":
            return desk.say.say("check.why.rounded")
        case "within-period":
            return desk.say.say("check.why.part-of-time")
        case "forecast-agrees":
            return desk.say.say("check.why.forecast")
        case "date-within" | "dates-overlap" | "same-days":
            return desk.say.say("check.why.date-within")
        case "dates-near":
            return desk.say.say("check.why.date-near")
    return desk.say.say("check.why.both")
