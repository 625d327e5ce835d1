"""CSL-JSON: by the rules of the input schema of the Citation Style Language, saying no more than
is known."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.answers.desk import Desk
from bot.answers.export.bibliography import bibliography, date_variable, item
from bot.answers.export.collect import Export, collect
from bot.answers.question import parse_line
from bot.corpus.dates import parse_edtf
from tests.answers.export.make import DELTA, HOSTILE
from tests.answers.make import ALPHA, BETA, GAMMA, article

TEXT = {"type": "string"}
EITHER = {"type": ["string", "number", "boolean"]}
RULES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["article", "article-newspaper", "report", "webpage"]},
            "author": {
                "type": "array",
                "items": {"additionalProperties": False, "properties": {"literal": TEXT}},
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    },
                    "season": {"type": ["string", "number"]},
                    "circa": EITHER,
                    "literal": TEXT,
                },
            },
            **dict.fromkeys(("title", "container-title", "genre", "language", "URL", "note"), TEXT),
            "custom": {"type": "object"},
        },
    },
}
"""What csl-data.json says of the properties that are used here (as of 1.0.2), by hand."""


def items(export: Export, desk: Desk) -> list[dict[str, Any]]:
    """The file's items, held against the rules."""
    found: list[dict[str, Any]] = json.loads(bibliography(export, desk))
    Draft7Validator(RULES).validate(found)
    return found


def test_an_answers_articles_are_there_once_each(desk: Desk) -> None:
    """In the order in which its facts name them, each saying of which answer it is."""
    export = collect(parse_line("/timeline topic:treaty"), desk)
    found = items(export, desk)
    assert [entry["id"] for entry in found] == list(export.articles)
    assert [entry["custom"] for entry in found] == 2 * [
        {
            "question": "/timeline topic:treaty",
            "remarks": [],
            "generation": desk.facts.generation,
            "made_on": "2026-07-19",
        }
    ]
    cut = items(export.first(1), desk)
    assert cut[0]["custom"]["remarks"][0].startswith("Only the first fact is here")


def test_an_article_with_everything(desk: Desk) -> None:
    """A stated date needs no note. A name is a literal: which part of it is the family's, nobody
    has said."""
    assert item(DELTA, desk) == {
        "id": "delta-2025",
        "type": "article-newspaper",
        "title": "Trade, again",
        "author": [{"literal": "Dora Delta"}],
        "container-title": "The Daily",
        "issued": {"date-parts": [[2025, 3]]},
        "genre": "news",
        "language": "en",
        "URL": "https://daily.example/trade",
    }


def test_an_inferred_date_is_about_that_date_and_says_why(desk: Desk) -> None:
    """Never a bare date that the article does not give."""
    found = item(ALPHA, desk)
    assert found["issued"] == {"date-parts": [[2022, 2]], "circa": True}
    assert found["note"] == (
        "Date of publication: about February 2022 (inferred). After the Games."
    )
    stated = {"date": "2022", "basis": "inferred", "why": "It says so."}
    assert item(article("a", published=stated), desk)["issued"]["circa"] is True


def test_what_is_not_known_is_not_there(desk: Desk) -> None:
    """No author, no title, and no date where only the file's name gives a year."""
    assert item(BETA, desk) == {
        "id": "beta-2023",
        "type": "article",
        "issued": {"date-parts": [[2023, 2, 24]]},
        "genre": "analysis",
        "language": "en",
    }
    found = item(GAMMA, desk)
    assert "issued" not in found
    assert found["note"] == ("Date of publication: undated (filed as 2024). The file’s name.")


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"kind": "report", "outlet": "A press"}, "report"),
        ({"url": "https://a.example/b"}, "webpage"),
        ({"outlet": "A paper", "url": "https://a.example/b"}, "article-newspaper"),
        ({}, "article"),
    ],
)
def test_an_article_has_the_type_that_is_known(
    desk: Desk, changes: dict[str, Any], kind: str
) -> None:
    """By where it came out, as far as that is known."""
    assert item(article("a", **changes), desk)["type"] == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2001-07-19", {"date-parts": [[2001, 7, 19]]}),
        ("2001-07", {"date-parts": [[2001, 7]]}),
        ("2001", {"date-parts": [[2001]]}),
        ("2001/2003-05", {"date-parts": [[2001], [2003, 5]]}),
        ("2021-24", {"date-parts": [[2021]], "season": 4}),
        ("196X", {"literal": "1960s"}),
        ("2013/..", {"literal": "since 2013"}),
        ("2021-21/2021-23", {"literal": "spring 2021 to autumn 2021"}),
    ],
)
def test_a_date_is_at_its_own_precision(desk: Desk, text: str, expected: dict[str, Any]) -> None:
    """A year has no month; what has no parts is said in words."""
    assert date_variable(parse_edtf(text), desk) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example(HOSTILE + '\0"\r\n')
def test_hostile_words_come_back_as_they_were(desk: Desk, words: str) -> None:
    """No text is altered."""
    told = article("a").model_copy(update={"title": words, "author": words, "outlet": words})
    [found] = json.loads(json.dumps([item(told, desk)], ensure_ascii=False))
    Draft7Validator(RULES).validate([found])
    assert found["title"] == found["author"][0]["literal"] == found["container-title"] == words
