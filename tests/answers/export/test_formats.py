"""The formats: which are offered, and how large a file gets."""

from __future__ import annotations

import csv
import io
import json
from typing import get_args

import pytest

from bot.answers.desk import Desk
from bot.answers.export import formats
from bot.answers.export.collect import collect
from bot.answers.export.formats import FORMATS, Format, make, offered
from bot.answers.question import parse_line
from bot.commandline import ask
from tests.answers.export.make import STAMP


def test_every_list_of_formats_is_the_same() -> None:
    """The terminal's, too, which does without importing them."""
    assert get_args(Format) == FORMATS == ask.FORMATS == tuple(formats.ENDINGS)


@pytest.mark.parametrize(
    ("line", "dated"),
    [("/timeline", True), ("/figures", False), ("/quote", False), ("/fact alpha-2022/open", False)],
)
def test_a_calendar_is_offered_where_there_are_dated_events(
    desk: Desk, line: str, dated: bool
) -> None:
    """All else always is."""
    found = offered(collect(parse_line(line), desk))
    assert found == (FORMATS if dated else FORMATS[:-1])


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_its_name_and_is_the_same_each_time(desk: Desk, form: Format) -> None:
    """By the clock that is handed in."""
    export = collect(parse_line("/timeline topic:gas"), desk)
    file = make(export, form, desk, STAMP)
    assert file.name == f"footnote-timeline-gas.{formats.ENDINGS[form]}"
    assert file.export is export
    assert file == make(export, form, desk, STAMP)
    assert file.content


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_would_be_too_large_has_fewer_facts_and_says_so(
    desk: Desk, form: Format
) -> None:
    """It has as many as it holds, from the first on."""
    export = collect(parse_line("/timeline"), desk)
    whole = make(export, form, desk, STAMP)
    limit = len(whole.content) - 1
    file = make(export, form, desk, STAMP, limit)
    assert len(file.content) <= limit
    assert not file.export.complete
    assert 0 < len(file.export.facts) < len(export.facts)
    assert file.export.facts == export.facts[: len(file.export.facts)]
    assert "Only the first" in file.content.decode().replace("\r\n ", "")


def test_the_facts_of_a_file_are_those_that_it_tells_of(desk: Desk) -> None:
    """In a table and a document alike."""
    export = collect(parse_line("/figures"), desk)
    read = csv.DictReader(io.StringIO(make(export, "csv", desk, STAMP).content.decode("utf-8-sig")))
    rows = [row["id"] for row in read]
    facts = json.loads(make(export, "json", desk, STAMP).content)["facts"]
    assert rows == [fact["id"] for fact in facts] == [told.id for told in export.facts]
