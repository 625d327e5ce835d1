"""JSON: by its published schema, with all that is known of a fact, whatever its words hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from bot.answers.desk import Desk
from bot.answers.export.collect import Export, collect
from bot.answers.export.document import document
from bot.answers.export.schema import SCHEMA, schema
from bot.answers.question import parse_line
from tests.answers.export.make import HOSTILE, export_of
from tests.answers.make import event

PUBLISHED = Path(__file__).parents[3] / "docs" / SCHEMA
LINES = ("/timeline", "/figures", "/quote", "/search query:takes", "/timeline from:2002 to:2003")


def read(export: Export, desk: Desk) -> dict[str, Any]:
    """The file, held against the published schema."""
    made: dict[str, Any] = json.loads(document(export, desk))
    Draft202012Validator(json.loads(PUBLISHED.read_text(encoding="utf-8"))).validate(made)
    return made


def fact_of(desk: Desk, line: str, key: str) -> dict[str, Any]:
    """One fact of an answer."""
    made = read(collect(parse_line(line), desk), desk)
    [fact] = [fact for fact in made["facts"] if fact["id"] == f"alpha-2022/{key}"]
    return dict(fact)


def test_the_published_schema_is_that_of_the_files() -> None:
    """Whoever changes the format writes it anew: `python -m bot schema --answer`."""
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert published == schema()
    Draft202012Validator.check_schema(published)
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_refuses_what_is_no_such_file(desk: Desk) -> None:
    """Every key must be there, and no other; but for verdicts, which older files do not have."""
    made = read(collect(parse_line("/timeline"), desk), desk)
    validator = Draft202012Validator(schema())
    older = {key: value for key, value in made.items() if key != "verdicts"}
    validator.validate(older)
    for key in older:
        with pytest.raises(ValidationError):
            validator.validate({k: value for k, value in made.items() if k != key})
    changes: list[dict[str, Any]] = [
        {"more": 1},
        {"format": "footnote-answer/2"},
        {"facts": [{}]},
        {"verdicts": [{}]},
    ]
    for changed in changes:
        with pytest.raises(ValidationError):
            validator.validate(made | changed)


@pytest.mark.parametrize("line", LINES)
def test_every_answer_is_by_the_schema(desk: Desk, line: str) -> None:
    """Of whichever command, also where the articles do not say."""
    export = collect(parse_line(line), desk)
    made = read(export, desk)
    assert [fact["id"] for fact in made["facts"]] == [told.id for told in export.facts]
    assert [article["id"] for article in made["articles"]] == list(export.articles)
    assert made["found"] is export.found
    assert bool(made["remarks"]) is not export.found


def test_a_file_says_what_it_is(desk: Desk) -> None:
    """Format, question, language, which facts, when, and whether that is all."""
    made = read(collect(parse_line("/timeline topic:gas"), desk).first(3), desk)
    del made["facts"], made["articles"], made["remarks"], made["verdicts"]
    assert made == {
        "$schema": "answer.schema.json",
        "format": "footnote-answer/1",
        "question": {
            "command": "timeline",
            "options": {"topic": "gas"},
            "typed": "/timeline topic:gas",
        },
        "title": "Timeline: Gas",
        "found": True,
        "complete": False,
        "language": "en",
        "generation": desk.facts.generation,
        "made_on": "2026-07-19",
    }


def test_a_comparison_has_its_verdicts(comparing: Desk) -> None:
    """Each with the facts of both sides, their time, the codes, and the answer's own words."""
    export = collect(parse_line("/compare what:bilateral-trade"), comparing)
    same, compatible, apart = read(export, comparing)["verdicts"]
    times = [side.pop("when")["edtf"] for one in (same, compatible) for side in one["sides"]]
    assert times == ["2021", "2018/..", "2021"]
    assert same == {
        "sides": [{"facts": ["alpha-2022/year", "beta-2023/same"]}],
        "verdict": "same",
        "reason": "same-amount",
        "why": "The claims agree: 146.8 USD billion.",
        "sentence": "2021: the same. The claims agree: 146.8 USD billion.",
    }
    assert compatible == {
        "sides": [
            {"facts": ["alpha-2022/floor"]},
            {"facts": ["alpha-2022/year", "beta-2023/same"]},
        ],
        "verdict": "compatible",
        "reason": "within-period",
        "why": "2021 lies in the period. 146.8 USD billion is over 100 USD billion.",
        "sentence": (
            "Since 2018 / 2021: compatible."
            " 2021 lies in the period. 146.8 USD billion is over 100 USD billion."
        ),
    }
    assert apart["sides"][0]["facts"] == ["beta-2023/record"]
    assert apart["sides"][0]["when"]["edtf"] == "2022"
    assert (apart["verdict"], apart["reason"]) == ("not-comparable", "no-number")


def test_a_comparison_of_accounts_has_its_verdicts(comparing: Desk) -> None:
    """By their dates."""
    made = read(collect(parse_line("/compare what:signing"), comparing), comparing)
    [verdict] = made["verdicts"]
    assert [side["facts"] for side in verdict["sides"]] == [["alpha-2022/day"], ["beta-2023/year"]]
    assert [side["when"]["edtf"] for side in verdict["sides"]] == ["2001-07-19", "2001"]
    assert (verdict["verdict"], verdict["reason"]) == ("compatible", "date-within")


def test_a_comparison_says_that_not_every_two_are_compared(comparing: Desk) -> None:
    """Whoever counts the verdicts has to know; another answer has none and says nothing."""
    made = read(collect(parse_line("/compare what:oil-share"), comparing), comparing)
    assert len(made["verdicts"]) == 4
    assert [text.partition(",")[0] for text in made["remarks"]] == ["With so many claims"]
    other = read(collect(parse_line("/figures what:oil-share"), comparing), comparing)
    assert (other["verdicts"], other["remarks"]) == ([], [])


def test_verdicts_on_facts_that_are_left_out_are_left_out(comparing: Desk) -> None:
    """No id leads to nothing."""
    export = collect(parse_line("/compare what:bilateral-trade"), comparing)
    made = read(export.first(2), comparing)
    assert [fact["id"] for fact in made["facts"]] == ["alpha-2022/floor", "alpha-2022/year"]
    assert made["verdicts"] == []


def test_an_event_is_there_in_full(desk: Desk) -> None:
    """Its date with its precision and bounds, its notes with their sources, keys and names."""
    assert fact_of(desk, "/timeline", "signing") == {
        "id": "alpha-2022/signing",
        "article": "alpha-2022",
        "kind": "event",
        "what": "The treaty is signed.",
        "quote": "the words of signing",
        "quote_prefix": None,
        "quote_suffix": None,
        "voice": "author",
        "speakers": [],
        "when": {
            "edtf": "2001-07-19",
            "precision": "day",
            "approximate": False,
            "uncertain": False,
            "earliest": "2001-07-19",
            "latest": "2001-07-19",
        },
        "derived_from": None,
        "derived_how": None,
        "when_words": None,
        "status": "happened",
        "occasion": None,
        "amount": None,
        "happening": {"key": "signing", "label": "The treaty’s signing"},
        "topics": [{"key": "treaty", "label": "Treaties"}, {"key": "gas", "label": "Gas"}],
        "people": [
            {"key": "putin", "label": "Vladimir Putin"},
            {"key": "sco", "label": "Shanghai Cooperation Organisation"},
        ],
        "notes": [
            {
                "text": "It was the 16th.",
                "source": "A record",
                "disputes": "when",
                "rival": {
                    "edtf": "2001-07-16",
                    "precision": "day",
                    "approximate": False,
                    "uncertain": False,
                    "earliest": "2001-07-16",
                    "latest": "2001-07-16",
                },
            },
            {
                "text": "Spelled otherwise.",
                "source": "Another record",
                "disputes": None,
                "rival": None,
            },
        ],
        "seal": "10-20:abc",
    }


def test_a_figure_keeps_every_digit_and_its_relation(desk: Desk) -> None:
    """As text, since a reader's own numbers would make 3.5 of 3.50."""
    assert fact_of(desk, "/figures", "loss")["amount"] == {
        "measure": {"key": "bilateral-trade", "label": "Bilateral trade"},
        "unit": "USD billion",
        "direction": "both directions",
        "relation": "exactly",
        "value": "-3.50",
        "low": None,
        "high": None,
        "claim": None,
        "as_of": None,
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("month", ("2023-03", "month", "2023-03-01", "2023-03-31")),
        ("span", ("2022/2023", "year", "2022-01-01", "2023-12-31")),
        ("open", ("2013/..", "year", "2013-01-01", None)),
        ("decade", ("196X", "decade", "1960-01-01", "1969-12-31")),
        ("about", ("1994~", "year", "1994-01-01", "1994-12-31")),
    ],
)
def test_a_date_keeps_its_precision(desk: Desk, key: str, expected: tuple[str | None, ...]) -> None:
    """Beside it are the days that it may mean; an open end is none."""
    when = fact_of(desk, "/timeline", key)["when"]
    assert tuple(when[name] for name in ("edtf", "precision", "earliest", "latest")) == expected
    assert when["approximate"] is (key == "about")


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example(HOSTILE + '\0"\r\n')
def test_hostile_words_come_back_as_they_were(desk: Desk, words: str) -> None:
    """No text is altered."""
    told = event("x", "2001").model_copy(update={"what": words, "quote": words})
    [fact] = read(export_of(told), desk)["facts"]
    assert (fact["what"], fact["quote"]) == (words, words)
