"""`/article`: who wrote it, of what kind, when and how that is known, what was drawn from it."""

from __future__ import annotations

from bot.answers.desk import Desk
from bot.answers.inputs import resolve
from bot.answers.lists import page_number
from bot.answers.model import Answer, Entry, Line
from bot.answers.notes import note_line
from bot.answers.parts import author_text, opening, published_text, title_text
from bot.answers.question import Question, ask
from bot.store.models import ArticleEntry
from bot.wording.languages import language_name

PAGE = 8


def answer(question: Question, desk: Desk) -> Answer:
    """One article in full, or all of them."""
    typed = question.get("article")
    if typed is None:
        return _all(question, desk)
    slug = resolve("article", typed, desk)
    return _one(question, desk.facts.by_slug[slug], desk)


def _all(question: Question, desk: Desk) -> Answer:
    say = desk.say
    articles = desk.facts.articles
    number, pages = page_number(question, len(articles), PAGE)
    entries = []
    for entry in articles[(number - 1) * PAGE : number * PAGE]:
        article = entry.article
        title = title_text(article, desk)
        line = say.say(
            "article.line",
            author=opening(author_text(article, desk)),
            kind=say.say(f"article.kind.{article.kind}"),
            date=published_text(article, desk),
        )
        drawn = say.say("article.drawn-short", counts=_counts(entry, desk), id=article.id)
        entries.append(Entry((Line("head", line, lead=title), Line("small", drawn))))
    return Answer(
        question=question.at(number),
        title=say.count("article.all", len(articles)),
        scope=(say.say("article.inclusion"),),
        entries=tuple(entries),
        page=number,
        pages=pages,
    )


def _one(question: Question, entry: ArticleEntry, desk: Desk) -> Answer:
    say, article = desk.say, entry.article
    unknown = say.say("article.not-said")
    fields = [
        ("author", article.author or unknown),
        ("role", article.author_role),
        ("kind", _kind(entry, desk)),
        ("outlet", article.outlet or unknown),
        ("published", published_text(article, desk)),
        ("known-from", article.published.why),
        ("language", language_name(article.language, desk.say)),
        ("drawn", _counts(entry, desk)),
        ("coverage", say.say(f"article.coverage.{article.coverage}")),
        ("url", article.url),
        ("id", article.id),
    ]
    lines = [
        Line("text", value, lead=say.say(f"article.field.{key}")) for key, value in fields if value
    ]
    lines += [note_line(note, desk) for note in article.notes]
    return Answer(
        question=question,
        title=title_text(article, desk),
        scope=(say.say("article.inclusion"),),
        entries=(Entry(tuple(lines)),),
        closing=_ask_it(entry, desk),
    )


def _ask_it(entry: ArticleEntry, desk: Desk) -> tuple[str, ...]:
    """The lines that ask this article, as far as they have something to answer."""
    counts = {"timeline": entry.events, "figures": entry.figures}
    lines = [ask(name, article=entry.article.id).typed() for name, count in counts.items() if count]
    return (desk.say.say("article.ask", lines=" · ".join(lines)),) if lines else ()


def _kind(entry: ArticleEntry, desk: Desk) -> str:
    kind = desk.say.say(f"article.kind.{entry.article.kind}")
    why = entry.article.kind_why
    return desk.say.say("article.kind-why", kind=kind, why=why) if why else kind


def _counts(entry: ArticleEntry, desk: Desk) -> str:
    say = desk.say
    return say.join(
        [
            say.count("count.events", entry.events),
            say.count("count.figures", entry.figures),
            say.count("count.quotes", entry.quotes),
        ]
    )
