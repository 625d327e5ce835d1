"""Any states of a small corpus: few ids, words and dates, so that two have much in common."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.corpus.difference import Side
from bot.corpus.model import ArticleFile, Vocabulary

IDS = ("one", "two", "three", "four")
SLUGS = ("a", "a-b", "b")
TOPICS = ("gas", "trade", "treaty")
HAPPENINGS = ("signing", "summit")
DATES = (
    "2001-07-19", "2001-07-20", "1990-07-19", "2004-02-29", "2001-07", "2001-08", "2001",
    "2001-07-19~", "2001-07-19/2001-07-21",
)  # fmt: skip

_texts = st.sampled_from(("So.", "Other, so.", '"So"', "Words"))
_dates = st.none() | st.sampled_from(DATES)
_numbers = st.sampled_from(("1", "1.0", "2"))


def _some(keys: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(keys), unique=True, max_size=2)


@st.composite
def _note(draw: st.DrawFn) -> dict[str, Any]:
    disputes = draw(st.sampled_from((None, "when")))
    rival = draw(st.sampled_from(DATES)) if disputes else None
    return {"text": draw(_texts), "source": draw(_texts), "disputes": disputes, "rival": rival}


_notes = st.lists(_note(), max_size=2)


@st.composite
def _fact(draw: st.DrawFn, key: str) -> tuple[str, dict[str, Any]]:
    """A fact of some kind, with the name of its list."""
    values: dict[str, Any] = {
        "id": key,
        "what": draw(_texts),
        "quote": draw(_texts),
        "topics": draw(_some(TOPICS)),
        "notes": draw(_notes),
    }
    kind = draw(st.sampled_from(("events", "events", "events", "figures", "quotes")))
    if kind == "events":
        values |= {
            "when": draw(_dates),
            "status": draw(st.sampled_from(("happened", "happened", "planned"))),
            "happening": draw(st.none() | st.sampled_from(HAPPENINGS)),
        }
    elif kind == "figures":
        values |= {"measure": "rank", "value": draw(_numbers), "relation": "exactly"}
    else:
        values |= {"when": draw(_dates)}
    return kind, values


@st.composite
def article_files(draw: st.DrawFn, slug: str) -> ArticleFile:
    """A file of an article."""
    keys = draw(st.permutations(IDS))
    count = draw(st.integers(0, len(keys)))
    facts = [draw(_fact(key)) for key in keys[:count]]
    # No fact's id is retired, and no id twice.
    retired = draw(st.lists(st.sampled_from(keys[count:]), unique=True)) if keys[count:] else []
    published = draw(st.sampled_from(("2022-02", "2023-02-24")))
    return ArticleFile.model_validate(
        {
            "format": "1",
            "article": {
                "id": slug,
                "short": draw(st.sampled_from((slug.upper(), "Short"))),
                "kind": "news",
                "language": "en",
                "author": draw(st.sampled_from((None, "Anna Alpha"))),
                "published": {"date": published, "basis": "stated", "why": draw(_texts)},
                "coverage": "full",
                "notes": draw(_notes),
            },
            **{
                name: [values for kind, values in facts if kind == name]
                for name in ("events", "figures", "quotes")
            },
            "retired": retired,
        }
    )


@st.composite
def articles(draw: st.DrawFn) -> dict[str, ArticleFile]:
    """Some of the articles."""
    slugs = draw(st.lists(st.sampled_from(SLUGS), unique=True, min_size=1))
    return {slug: draw(article_files(slug)) for slug in sorted(slugs)}


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Every word that the articles need, in any order, under any label."""

    def words(keys: tuple[str, ...], **more: Any) -> dict[str, Any]:
        return {
            key: {"en": draw(st.sampled_from((key, f"The {key}"))), **more}
            for key in draw(st.permutations(keys))
        }

    return Vocabulary.model_validate(
        {
            "format": "1",
            "topics": words(TOPICS, aliases=draw(_some(("x", "y, z", "z")))),
            "units": words(("times",)),
            "measures": words(("rank",), unit="times"),
            "happenings": words(HAPPENINGS),
        }
    )


@st.composite
def sides(draw: st.DrawFn) -> Side:
    """A state of all of the corpus."""
    return Side(draw(vocabularies()), draw(articles()))
