"""The parts that answers share: footnotes, how a fact is told, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from bot.answers.desk import Desk
from bot.answers.model import Entry, Footnote, Line
from bot.corpus.dates import Edtf
from bot.corpus.model import Article, Figure, Unit
from bot.store.models import Told
from bot.wording.dates import date_text
from bot.wording.languages import language_name
from bot.wording.units import amount_text

UNSIGNED = "Unsigned"
"""The short name of an article that nobody signed, which every language says in its own words."""

QUOTATION_MARKS = '“”„"«»「」'


class Footnotes:
    """Numbers the articles of one page in the order in which they are first named."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers: dict[str, int] = {}

    def mark(self, article: str) -> int:
        """The number of an article."""
        return self._numbers.setdefault(article, len(self._numbers) + 1)

    def marks(self, facts: Iterable[Told]) -> tuple[int, ...]:
        """The numbers of the articles that tell these facts, each once."""
        return tuple(dict.fromkeys(self.mark(told.article) for told in facts))

    def notes(self) -> tuple[Footnote, ...]:
        """The footnotes of every article that was marked; with its id where others read alike."""
        desk = self._desk
        articles = [desk.facts.by_slug[slug].article for slug in self._numbers]
        names = [_undated_name(article, desk) for article in articles]
        return tuple(
            Footnote(number, article_text(article, desk, alike=names.count(name) > 1))
            for article, name, number in zip(articles, names, self._numbers.values(), strict=True)
        )


def _undated_name(article: Article, desk: Desk) -> tuple[str, str]:
    """All that tells an article's footnote from others, but for its date."""
    return short_text(article, desk), article.kind


def article_text(article: Article, desk: Desk, *, alike: bool = False) -> str:
    """An article as a footnote names it: author, kind, date and how that is known; and, where it is
    not the reader's, the language of its words.

    `alike` says that another one reads so, too, or differs in its date only: then its id follows.
    """
    say = desk.say
    text = say.say(
        "article.footnote",
        short=short_text(article, desk),
        kind=say.say(f"article.kind.{article.kind}"),
        date=published_text(article, desk),
    )
    if not reads(article, desk):
        language = language_name(article.language, say)
        text = say.say("article.footnote-language", footnote=text, language=language)
    return say.say("article.footnote-id", footnote=text, id=article.id) if alike else text


def reads(article: Article, desk: Desk) -> bool:
    """Whether an article is in the language that it is told in."""
    return article.language.partition("-")[0] == desk.say.language


def other_wordings(entries: Iterable[Entry], desk: Desk) -> tuple[str, ...]:
    """Says of a page with facts from articles in another language that their wordings are not
    translated: the fact editors wrote them."""
    articles = desk.facts.by_slug
    slugs = {told.article for entry in entries for told in entry.facts}
    if all(reads(articles[slug].article, desk) for slug in slugs):
        return ()
    return (desk.say.say("language.wordings"),)


def short_text(article: Article, desk: Desk) -> str:
    """An article's name in footnotes."""
    if article.short == UNSIGNED:
        return opening(desk.say.say("article.unsigned"))
    return article.short


def published_text(article: Article, desk: Desk) -> str:
    """The date of an article with its basis; never a bare date that was inferred."""
    say, published = desk.say, article.published
    if published.filed_as is not None:
        return say.say("article.filed", date=date_text(published.filed_as, say))
    when = date_text(published.date, say) if published.date else say.say("article.undated")
    key = "article.stated" if published.basis == "stated" else "article.inferred"
    return say.say(key, date=when)


def as_of_text(told: Told, desk: Desk) -> str:
    """What a fact without a date of its own holds for: its article's date, for want of it the file.

    It never brings brackets of its own, as it mostly stands within some.
    """
    say, published = desk.say, desk.facts.by_slug[told.article].article.published
    if published.date is not None:
        return date_text(published.date, say)
    if published.filed_as is not None:
        return say.say("article.as-of-filed", date=date_text(published.filed_as, say))
    return say.say("article.as-of-undated")


def say_date(when: Edtf | None, desk: Desk) -> str:
    """A date in words, empty for none."""
    return date_text(when, desk.say) if when is not None else ""


def when_of(told: Told) -> Edtf | None:
    """The date or period of a fact of any kind."""
    match told.kind:
        case "event":
            return told.event.when
        case "figure":
            return told.figure.period
    return told.quote.when


def when_lead(told: Told, desk: Desk) -> str:
    """The date that an event is listed under; where there is none, that there is none."""
    return say_date(when_of(told), desk) or desk.say.say("date.none")


def period_lead(told: Told, desk: Desk) -> str:
    """The period that a figure is listed under.

    A value measured without one holds for the day it gives, else for its article's date.
    """
    figure, say = told.figure, desk.say
    if figure.period is not None:
        return date_text(figure.period, say)
    if figure.status != "measured":
        return say.say("figures.no-period")
    return say.say("tag.as-of", date=held_on(told, desk))


def held_on(told: Told, desk: Desk) -> str:
    """When a value without a period was so: the day that the article gives, else its own date."""
    return say_date(told.figure.as_of, desk) or as_of_text(told, desk)


def opening(text: str) -> str:
    """Words as they stand at the start of a line."""
    return text[:1].upper() + text[1:]


def derivation(told: Told, desk: Desk) -> list[str]:
    """The tag of a derived date, or the article's own words for an undated time."""
    fact = told.fact
    if fact.derived_from is not None and when_of(told) is not None:
        return [desk.say.say("tag.derived", words=fact.derived_from)]
    if when_of(told) is None and fact.when_words is not None:
        return [desk.say.say("tag.when-words", words=fact.when_words)]
    return []


def status_tags(told: Told, desk: Desk, *, whole: bool = False) -> list[str]:
    """Planned, ongoing or forecast, as of the article's date.

    Of a plan whose day has come, `whole` says that all articles' accounts of it are at hand, and
    that none tells more; else another article may, and only this one is said to be silent.
    """
    say = desk.say
    if told.kind == "event":
        event = told.event
        if event.status == "happened":
            return []
        key = f"tag.{event.status}"
        if event.status == "planned" and _is_past(event.when, desk.today):
            alone = whole or event.happening is None
            key = "tag.planned-past" if alone else "tag.planned-past-here"
        return [say.say(key, date=as_of_text(told, desk))]
    if told.kind == "figure":
        figure = told.figure
        if figure.status != "measured":
            return [say.say(f"tag.{figure.status}", date=as_of_text(told, desk))]
        if figure.as_of is not None and figure.period is not None:
            return [say.say("tag.as-of", date=held_on(told, desk))]
    return []


def _is_past(when: Edtf | None, today: date) -> bool:
    """Whether a planned date is over; of an open period, whether it should have begun."""
    last = when.end or when.start if when is not None else None
    return last is not None and last.latest() < today


def speakers(told: Told, desk: Desk) -> str:
    """Whose statement a fact is, by name; for the author's voice the article's author."""
    people = desk.facts.vocabulary.people
    names = [desk.say.label(people[key]) for key in told.fact.speaker if key in people]
    if names:
        return desk.say.join(names)
    return author_text(desk.facts.by_slug[told.article].article, desk)


def author_text(article: Article, desk: Desk) -> str:
    """An article's author by name, or that it is unsigned."""
    return article.author or desk.say.say("article.unsigned")


def title_text(article: Article, desk: Desk) -> str:
    """An article's title, or which untitled one it is."""
    return article.title or desk.say.say("article.untitled", id=article.id)


def voice_tags(told: Told, desk: Desk) -> list[str]:
    """Whose statement an event or figure is, when it is not the author's own."""
    if told.fact.voice == "author":
        return []
    return [desk.say.say(f"tag.voice-{told.fact.voice}", speaker=speakers(told, desk))]


def own_voice(facts: Sequence[Told], pages: int, desk: Desk) -> tuple[str, ...]:
    """That all of an answer is in the authors' own voice; only where it is one page."""
    own = pages == 1 and all(told.fact.voice == "author" for told in facts)
    return (desk.say.say("figures.own-voice"),) if own else ()


def tags(told: Told, desk: Desk, *, whole: bool = False) -> list[str]:
    """All that must stand beside a fact so that it is not taken for more than it is."""
    return [
        *status_tags(told, desk, whole=whole),
        *derivation(told, desk),
        *voice_tags(told, desk),
    ]


def with_tags(text: str, tag_list: list[str], desk: Desk) -> str:
    """A fact's line, with its tags in brackets behind it."""
    if not tag_list:
        return text
    return desk.say.say("entry.tagged", text=text, tags=desk.say.semicolons(tag_list))


def quote_line(told: Told, mark: int) -> Line:
    """The article's words; in quotation marks only where a speaker is quoted directly.

    Words with quotation marks of the article's own get no others: it would not be clear whose are
    whose.
    """
    words = told.fact.quote
    bare = words.strip(QUOTATION_MARKS + " ")
    if told.fact.voice != "direct" or any(mark in bare for mark in QUOTATION_MARKS):
        return Line("quote", words, marks=(mark,))
    return Line("direct", bare, marks=(mark,))


def amount(figure: Figure, desk: Desk) -> str:
    """A figure's value as it is meant: relation, number and unit; a claim in its own words."""
    say = desk.say
    if figure.relation == "claim":
        key = "figure.claim-reported" if figure.voice == "reported" else "figure.claim"
        return say.say(key, words=figure.claim or "")
    unit = unit_of(figure, desk)
    if figure.relation == "between":
        low, high = figure.low or Decimal(0), figure.high or Decimal(0)
        return amount_text(high, unit, say, low=low)
    text = amount_text(figure.value if figure.value is not None else Decimal(0), unit, say)
    if figure.relation == "exactly":
        return text
    return say.say(f"figure.{figure.relation}", amount=text)


def unit_of(figure: Figure, desk: Desk) -> Unit | None:
    """The unit of a figure's measure; None for one that the vocabulary does not have."""
    measure = desk.facts.vocabulary.measures.get(figure.measure)
    return desk.facts.vocabulary.units.get(measure.unit) if measure else None


def corpus_span(desk: Desk) -> str:
    """From when to when the corpus knows events, in years."""
    first, last = desk.facts.first, desk.facts.last
    if first is None or last is None:
        return desk.say.say("corpus.no-dates")
    return desk.say.say("corpus.span", first=first[:4].lstrip("0"), last=last[:4].lstrip("0"))


def covers(desk: Desk) -> str:
    """What was searched and what it covers: the second line of every abstention."""
    newest = desk.facts.newest
    return desk.say.count(
        "corpus.covers",
        len(desk.facts.articles),
        newest=published_text(newest, desk) if newest is not None else "",
        span=corpus_span(desk),
    )
