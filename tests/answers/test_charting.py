"""A measure's chart: every value stays what it is, and has its period and its footnote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.answers.chart import Chart, Key, Kind, Mark, Name
from bot.answers.charting import ALT
from tests.answers.make import (
    ALPHA,
    BETA,
    GAMMA,
    article,
    ask,
    compiled,
    entries,
    figure,
    file,
    shown,
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A measure with a value of each kind, one with ranks, and one with two values only."""
    return compiled(
        tmp_path_factory,
        file(
            ALPHA,
            figure("floor", value="100", relation="over", period="2018/.."),
            figure("plain", period="2021"),
            figure("about", value="60", relation="about", period="2015"),
            figure("held", value="150"),
            figure("early", value="5", period="../1991"),
            figure("first", "trade-rank", value="1", as_of="2021-06-28"),
            figure("fourth", "trade-rank", value="4", period="2010"),
        ),
        file(
            BETA,
            figure("record", claim="record high", relation="claim", period="2022"),
            figure("ceiling", value="90", relation="at-most", period="2014-03"),
            figure("share", "oil-share", value="19"),
            figure("tenth", "trade-rank", value="10", relation="under"),
        ),
        file(
            GAMMA,
            figure(
                "forecast",
                low="240",
                high="250.5",
                relation="between",
                status="forecast",
                period="2024",
            ),
            figure("some-day", value="300", status="planned"),
            figure("less", "oil-share", value="18", period="2020"),
        ),
    )


async def chart_of(path: Path, line: str) -> Chart:
    """The chart of an answer that has one."""
    answer = await ask(path, line)
    assert answer.chart is not None
    return answer.chart


async def test_each_value_stays_what_it_is(facts: Path) -> None:
    """Floor, ceiling, about, range, forecast, open period, as of: each is marked as that."""
    chart = await chart_of(facts, "/figures what:bilateral-trade")
    year = (date(2021, 1, 1), date(2021, 12, 31))
    plain = Mark("exact", Decimal("146.8"), Decimal("146.8"), *year, "146.8", "146.8", 1)

    def mark(value: int, label: str, start: date, end: date, note: int, kind: Kind) -> Mark:
        number = Decimal(value)
        return Mark(kind, number, number, start, end, label, str(value), note)

    february = (date(2022, 2, 1), date(2022, 2, 28))
    assert set(chart.marks) == {
        plain,
        replace(mark(100, "over 100", date(2018, 1, 1), february[1], 1, "floor"), open_end=True),
        mark(60, "about 60", date(2015, 1, 1), date(2015, 12, 31), 1, "about"),
        replace(mark(150, "150", *february, 1, "exact"), held=True),
        replace(mark(5, "5", date(1991, 1, 1), date(1991, 12, 31), 1, "exact"), open_start=True),
        mark(90, "at most 90", date(2014, 3, 1), date(2014, 3, 31), 2, "ceiling"),
        Mark(
            "range",
            Decimal(240),
            Decimal("250.5"),
            date(2024, 1, 1),
            date(2024, 12, 31),
            "240 to 250.5",
            "240 to 250.5",
            3,
            forecast=True,
        ),
    }


async def test_what_has_no_number_or_no_time_is_counted_beside_the_chart(facts: Path) -> None:
    """A claim in words and a plan without a day: the answer has them, the chart cannot."""
    chart = await chart_of(facts, "/figures what:bilateral-trade")
    assert chart.aside == (
        "The chart shows 7 values, numbered to their footnotes."
        " Left out, for want of a number or a date: 2. It holds the values of all pages."
    )


async def test_the_legend_explains_the_signs_that_are_there(facts: Path) -> None:
    """All eight here, in their order; of plain values of plain years there is nothing to say."""
    chart = await chart_of(facts, "/figures what:bilateral-trade")
    assert chart.keys == (
        Key("exact", "value as given"),
        Key("about", "about this"),
        Key("floor", "over or at least this"),
        Key("ceiling", "under or at most this"),
        Key("range", "between two values"),
        Key("forecast", "forecast or plan"),
        Key("open", "period goes on"),
        Key("held", "as of then, no period"),
    )


async def test_plain_values_have_no_legend(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Three years, three values as given."""
    plain = [figure(f"in-{year}", period=str(year)) for year in (2001, 2002, 2003)]
    path = compiled(tmp_path_factory, file(ALPHA, *plain))
    chart = await chart_of(path, "/figures what:bilateral-trade")
    assert chart.keys == ()


async def test_names_come_with_the_keys_that_can_stand_for_them(facts: Path) -> None:
    """Title, unit and articles may be in letters that no font has; a direction has no key."""
    chart = await chart_of(facts, "/figures what:bilateral-trade")
    assert chart.title == Name("Bilateral trade", "bilateral-trade")
    assert chart.unit == (Name("USD billion", "usd-billion"), Name("both directions", ""))
    assert chart.sources == (
        (1, Name("Alpha", "alpha-2022")),
        (2, Name("Unsigned", "beta-2023")),
        (3, Name("Gamma", "gamma-2024")),
    )
    assert chart.notes == (1, 2, 3)


async def test_the_chart_in_words_has_every_value(facts: Path) -> None:
    """With its period, how it is meant, and its footnote."""
    chart = await chart_of(facts, "/figures what:bilateral-trade from:2014")
    assert chart.alt == (
        "Chart of Bilateral trade, in USD billion (both directions)."
        " March 2014: at most 90 [1]."
        " 2015: about 60 [2]."
        " Since 2018: over 100 [2]."
        " 2021: 146.8 [2]."
        " 2024: 240 to 250.5 (forecast, as of an undated article filed as 2024) [3]."
    )


async def test_a_chart_of_ranks_has_the_first_on_top(facts: Path) -> None:
    """Ranks are counted from 1, and less is better."""
    chart = await chart_of(facts, "/figures what:Rank as a partner")
    assert chart.falling
    assert [tick.text for tick in chart.values] == ["1", "5", "10"]


@pytest.mark.parametrize(
    "line",
    ["/figures", "/figures topic:trade", "/figures what:oil-share", "/figures article:alpha-2022"],
)
async def test_other_lists_have_no_chart(facts: Path, line: str) -> None:
    """Of several measures there is none, nor of two values, which are read faster."""
    assert (await ask(facts, line)).chart is None


async def test_the_terminal_says_nothing_of_a_chart(facts: Path) -> None:
    """It shows none."""
    assert "chart" not in shown(await ask(facts, "/figures what:bilateral-trade"))


SOME = [article(f"of-{2000 + number}", short=f"Author {number}") for number in range(13)]


async def test_a_chart_of_several_pages_is_the_same_on_each(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """All 24 values of 12 articles, under the same numbers as the entries of either page."""
    files = [
        file(
            about,
            *(figure(f"in-{2 * n + half}", period=str(2000 + 2 * n + half)) for half in (0, 1)),
        )
        for n, about in enumerate(SOME[:12])
    ]
    path = compiled(tmp_path_factory, *files)
    first, last = [await ask(path, f"/figures what:bilateral-trade page:{page}") for page in (1, 3)]
    assert first.chart is not None
    assert last.chart == first.chart
    assert len(first.chart.marks) == 24
    assert first.chart.aside.endswith("It holds the values of all pages.")
    assert [mark.note for mark in first.chart.marks[16:]] == [9, 9, 10, 10, 11, 11, 12, 12]
    assert [line[-4:].strip() for line in entries(last)] == [
        "[9]", "[9]", "[10]", "[10]", "[11]", "[11]", "[12]", "[12]",
    ]  # fmt: skip
    assert [note.number for note in last.footnotes] == list(range(1, 13))


@pytest.mark.parametrize(("articles", "of_each"), [(1, 25), (13, 1)])
async def test_a_chart_of_very_many_is_one_of_its_page(
    tmp_path_factory: pytest.TempPathFactory, articles: int, of_each: int
) -> None:
    """25 values, or 13 articles to name on each page, are too many for a phone."""
    files = [
        file(about, *(figure(f"in-{n}-{k}", period=str(1990 + n + k)) for k in range(of_each)))
        for n, about in enumerate(SOME[:articles])
    ]
    path = compiled(tmp_path_factory, *files)
    answer = await ask(path, "/figures what:bilateral-trade page:2")
    assert answer.chart is not None
    assert len(answer.chart.marks) == len(answer.entries) < 10
    assert answer.chart.aside.endswith("It holds the values of this page only.")
    marks = [mark.note for mark in answer.chart.marks]
    assert marks == [entry.lines[0].marks[0] for entry in answer.entries]


async def test_the_words_say_how_many_values_they_leave_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Discord takes 1,024 characters; 24 values with long dates are more."""
    forecasts = [
        figure(f"in-{n}", status="forecast", period=f"20{n}-01-01/20{n}-11-30")
        for n in range(10, 30)
    ]
    path = compiled(tmp_path_factory, file(GAMMA, *forecasts))
    chart = await chart_of(path, "/figures what:bilateral-trade")
    assert ALT - 120 < len(chart.alt) <= ALT
    assert chart.alt.endswith("[1]. And 11 more values.")
