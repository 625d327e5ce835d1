"""CSL-JSON: the articles behind an answer, for Zotero, Pandoc and other reference managers.

By the input schema of the Citation Style Language (citation-style-language/schema,
`schemas/input/csl-data.json`). Only what is known is there: an unsigned article has no author, an
undated one no date, and a date that the article itself does not give is marked as about that.
"""

from __future__ import annotations

import json
from typing import Any

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, articles_of, remarks
from bot.answers.parts import published_text
from bot.corpus.dates import Edtf, Moment, Precision
from bot.corpus.model import Article
from bot.wording.dates import date_text

Item = dict[str, Any]


def bibliography(export: Export, desk: Desk) -> bytes:
    """The file: one item an article, in the order of the answer."""
    about = {
        "question": export.question.typed(),
        "remarks": remarks(export, desk),
        "generation": desk.facts.generation,
        "made_on": desk.today.isoformat(),
    }
    items = [item(article, desk) | {"custom": about} for article in articles_of(export, desk)]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def item(article: Article, desk: Desk) -> Item:
    """An article as a CSL item; its id is the article's."""
    made: Item = {
        "id": article.id,
        "type": _type(article),
        "title": article.title,
        "author": [{"literal": article.author}] if article.author else None,
        "container-title": article.outlet,
        "issued": _issued(article, desk),
        "genre": desk.say.say(f"article.kind.{article.kind}"),
        "language": article.language,
        "URL": article.url,
        "note": _note(article, desk),
    }
    return {name: value for name, value in made.items() if value is not None}


def _type(article: Article) -> str:
    """What CSL calls such a text: with an outlet it came out there, with an address alone it is a
    page."""
    if article.kind == "report":
        return "report"
    if article.outlet:
        return "article-newspaper"
    return "webpage" if article.url else "article"


def _issued(article: Article, desk: Desk) -> Item | None:
    """The date of publication; none where only the file's name gives a year, which is no date."""
    published = article.published
    if published.date is None:
        return None
    about = published.basis != "stated" or published.date.approximate or published.date.uncertain
    return {**date_variable(published.date, desk), **({"circa": True} if about else {})}


def date_variable(when: Edtf, desk: Desk) -> Item:
    """A date as CSL has it, at its own precision; in words where CSL has no parts for it."""
    ends = [when.start, when.end] if when.is_interval else [when.start]
    parts = [_parts(end) for end in ends if end is not None]
    if len(parts) < len(ends) or any(not part for part in parts):
        return {"literal": date_text(when, desk.say)}
    seasons = {end.season for end in ends if end is not None and end.season is not None}
    if not seasons:
        return {"date-parts": parts}
    if len(ends) > 1:
        return {"literal": date_text(when, desk.say)}
    return {"date-parts": parts, "season": min(seasons) - 20}


def _parts(moment: Moment) -> list[int]:
    """Year, month and day, as far as they are known; none of a decade or century."""
    if moment.precision < Precision.YEAR:
        return []
    return [part for part in (moment.year, moment.month, moment.day) if part is not None]


def _note(article: Article, desk: Desk) -> str | None:
    """How the date is known, where the article itself does not give it."""
    if article.published.basis == "stated":
        return None
    return desk.say.say("take.dated", date=published_text(article, desk), why=article.published.why)
