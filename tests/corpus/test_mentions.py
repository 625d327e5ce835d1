"""Numbers, dates and month words in running text: their spans, kinds and values."""

import time
from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.mentions import Kind, Mention, find_mentions

Found = tuple[str, Kind, list[str], int]


def found(text: str, language: str = "en") -> list[Found]:
    """Mentions as text, kind, values cut to eight characters, and scale."""
    return [
        (m.text, m.kind, [str(value)[:8] for value in m.values], int(m.scale))
        for m in find_mentions(text, language)
    ]


def numbers(*mentions: tuple[str, str | Iterable[str]], scale: int = 1) -> list[Found]:
    return [
        (text, "number", [values] if isinstance(values, str) else list(values), scale)
        for text, values in mentions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("some 1,250.5 tonnes", numbers(("1,250.5", "1250.5"))),
        ("in 2021, 2022 and 2023.", numbers(("2021", "2021"), ("2022", "2022"), ("2023", "2023"))),
        ("1\u00a0000\u00a0000 tonnes", numbers(("1\u00a0000\u00a0000", "1000000"))),
        ("1,25 and 1.2.3", numbers(("1", "1"), ("25", "25"), ("1.2", "1.2"), ("3", "3"))),
        ("more than 30 conflicts", numbers(("30", "30"))),
        ("19 percent of it", numbers(("19 percent", "19"))),
        (
            "5%, 5 per cent, 5-percent",
            numbers(("5%", "5"), ("5 per cent", "5"), ("5-percent", "5")),
        ),
        ("up 5 percentage points", numbers(("5 percentage points", "5"))),
        ("−5% (-2) +3", numbers(("−5%", "-5"), ("-2", "-2"), ("+3", "3"))),
        ("$200 billion", numbers(("$200 billion", "200"), scale=10**9)),
        ("US$ 20bn", numbers(("US$ 20bn", "20"), scale=10**9)),
        ("RMB 5 trillion", numbers(("RMB 5 trillion", "5"), scale=10**12)),
        ("$5m", numbers(("$5m", "5"), scale=10**6)),
        ("€5K", numbers(("€5K", "5"), scale=1000)),
        ("$5b", numbers(("$5b", "5"), scale=10**9)),
        ("5m of pipe, 5G", numbers(("5m", "5"), ("5G", "5"))),
        ("2-2.5 million", numbers(("2-2.5 million", ["2", "2.5"]), scale=10**6)),
        ("$1.5–2 trillion", numbers(("$1.5–2 trillion", ["1.5", "2"]), scale=10**12)),
        ("from 146 to 190 billion", numbers(("146 to 190 billion", ["146", "190"]), scale=10**9)),
        ("between 10 and 20 percent", numbers(("10 and 20 percent", ["10", "20"]))),
        ("by 10 and 20 percent", numbers(("10", "10"), ("20 percent", "20"))),
        ("from 2021 to 2023", numbers(("2021", "2021"), ("2023", "2023"))),
        ("from 2021 to 19 percent", numbers(("2021", "2021"), ("19 percent", "19"))),
        ("2022/23 and 12:30", numbers(("2022/23", ["2022", "23"]), ("12:30", ["12", "30"]))),
        ("2022–2023", numbers(("2022–2023", ["2022", "2023"]))),
        ("in 2021 – 20 countries", numbers(("2021", "2021"), ("20", "20"))),
        ("2½ or ½ of it", numbers(("2½", "2.5"), ("½", "0.5"))),
        ("No. 7 and No. 8", numbers(("No. 7", "7"), ("No. 8", "8"))),
        ("№ 7 and #8", numbers(("№ 7", "7"), ("#8", "8"))),
        ("the G20, COVID-19, Su-57", numbers(("G20", "20"), ("COVID-19", "19"), ("Su-57", "57"))),
        ("a 12-member group", numbers(("12", "12"))),
        ("２０２１ and ٣٤", numbers(("２０２１", "2021"), ("٣٤", "34"))),
        ("5\n\nmillion", [*numbers(("5", "5")), *numbers(("million", "1"), scale=10**6)]),
    ],
)
def test_numbers_in_digits(text: str, expected: list[Found]) -> None:
    """A number takes along its currency, scale, percent and the other end of a range."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the five founders", numbers(("five", "5"))),
        ("Twenty-one of the members", numbers(("Twenty-one", "21"))),
        ("ninety nine", numbers(("ninety nine", "99"))),
        ("the two-state solution", numbers(("two", "2"))),
        ("a hundred and five ships", numbers(("a hundred and five", "105"))),
        ("two thousand five hundred", numbers(("two thousand five hundred", "2500"))),
        (
            "two hundred and fifty thousand",
            numbers(("two hundred and fifty thousand", "250"), scale=1000),
        ),
        ("a million", numbers(("a million", "1"), scale=10**6)),
        ("two and a half million", numbers(("two and a half million", "2.5"), scale=10**6)),
        ("half a million", numbers(("half a million", "0.5"), scale=10**6)),
        ("half a dozen, a dozen", numbers(("half a dozen", "6.0"), ("a dozen", "12"))),
        ("three dozen", numbers(("three dozen", "36"))),
        ("hundreds of thousands", numbers(("hundreds of thousands", []), scale=1000)),
        ("millions of people", numbers(("millions", []), scale=10**6)),
        ("dozens of billions", numbers(("dozens of billions", []), scale=10**9)),
        ("six trillion", numbers(("six trillion", "6"), scale=10**12)),
        (
            "two million three hundred thousand and five",
            numbers(("two million three hundred thousand and five", "2300005")),
        ),
        ("one billion two million", numbers(("one billion two million", "10020000"))),
        ("two tenths, two halves", numbers(("two tenths", "0.2"), ("two halves", "1"))),
        ("a tenth of it, an eighth more", numbers(("a tenth", "0.1"), ("an eighth", "0.125"))),
        ("one half", numbers(("one half", "0.5"))),
        ("five percent", numbers(("five percent", "5"))),
        ("zero", numbers(("zero", "0"))),
        ("about half of it", numbers(("half", "0.5"))),
        ("a quarter, two-thirds", numbers(("a quarter", "0.25"), ("two-thirds", "0.666666"))),
        ("three quarters; one fifth", numbers(("three quarters", "0.75"), ("one fifth", "0.2"))),
        (
            "a third of it fell by a third.",
            numbers(("a third", "0.333333"), ("a third", "0.333333")),
        ),
        ("twice, thrice", numbers(("twice", "2"), ("thrice", "3"))),
        ("trebles, quadrupled", numbers(("trebles", "3"), ("quadrupled", "4"))),
        ("tenfold, hundredfold", numbers(("tenfold", "10"), ("hundredfold", "100"))),
        ("doubled and tripling", numbers(("doubled", "2"), ("tripling", "3"))),
        ("halved; a two-fold rise", numbers(("halved", "0.5"), ("two-fold", "2"))),
        ("ſıx ſeven", numbers(("ſıx", "6"), ("ſeven", "7"))),
        ("SİX", numbers(("SİX", "6"))),
        ("tense, often, someone, money, weight", []),
    ],
)
def test_numbers_in_words(text: str, expected: list[Found]) -> None:
    """Words are read as the number they say; big scales stay apart, as with digits."""
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("no one", "No one knew", "one another", "one of the points", "one of its neighbours"),
        *("one's own", "one’s own", "on the one hand"),
    ],
)
def test_one_as_a_pronoun_is_no_number(text: str) -> None:
    """These uses say nothing of how many."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("only one issue", ["1"]),
        ("the one-China principle", ["1"]),
        ("one of five", ["1", "5"]),
        ("One China", ["1"]),
        ("another one hundred", ["100"]),
    ],
)
def test_one_elsewhere_is_a_number(text: str, values: list[str]) -> None:
    """Anything not plainly a pronoun counts."""
    assert [str(value) for m in find_mentions(text) for value in m.values] == values


@pytest.mark.parametrize(
    ("text", "mention", "value"),
    [
        ("the 20th Congress", "20th", "20"),
        ("its 10th-largest partner", "10th-largest", "10"),
        ("the 75th anniversary of", "75th anniversary", "75"),
        ("the 21st century", "21st century", "21"),
        ("the Third Millennium", "Third Millennium", "3"),
        ("the first nation", "first", "1"),
        ("a third party", "third", "3"),
        ("in the second half", "second half", "2"),
        ("the first quarter", "first quarter", "1"),
        ("twenty-first in line", "twenty-first", "21"),
        ("the twelfth consecutive", "twelfth", "12"),
        ("the ninetieth", "ninetieth", "90"),
        ("the hundredth", "hundredth", "100"),
        ("the 1,000th train", "1,000th", "1000"),
        ("second-biggest", "second-biggest", "2"),
    ],
)
def test_ordinals(text: str, mention: str, value: str) -> None:
    """An ordinal takes along what is joined to it by a hyphen, and its century or half."""
    assert found(text) == [(mention, "ordinal", [value], 1)]


def test_seconds_are_no_ordinal() -> None:
    """The unit of time is left alone; its number is not."""
    assert found("two seconds") == numbers(("two", "2"))


@pytest.mark.parametrize(
    ("text", "mention", "values"),
    [
        ("held on December 23, 2021, he", "December 23, 2021", ["12", "23", "2021"]),
        ("24th February 2023 – A war", "24th February 2023", ["24", "2", "2023"]),
        ("on the 24th of February.", "24th of February", ["24", "2"]),
        ("On May 19, he", "May 19", ["5", "19"]),
        ("9 May parade", "9 May", ["9", "5"]),
        ("the September 2022 summit", "September 2022", ["9", "2022"]),
        ("the Jan. 6 attack", "Jan. 6", ["1", "6"]),
        ("MAY 2021", "MAY 2021", ["5", "2021"]),
        ("10–12 March 2024", "10–12 March 2024", ["10", "12", "3", "2024"]),
        ("February 4-5, 2022", "February 4-5, 2022", ["2", "4", "5", "2022"]),
        ("on Tuesday, July 5,", "Tuesday, July 5", ["7", "5"]),
        ("in the winter of 2022", "winter of 2022", ["2022"]),
        ("in the late 1960s.", "late 1960s", ["1960"]),
        ("in the mid-2000s", "mid-2000s", ["2000"]),
        ("the 1960s", "1960s", ["1960"]),
        ("the '90s", "'90s", ["90"]),
        ("since early 2023", "early 2023", ["2023"]),
        ("dated 2001-07-19.", "2001-07-19", ["2001", "7", "19"]),
        ("dated 19.07.2001.", "19.07.2001", ["19", "7", "2001"]),
        ("dated 03/04/2001", "03/04/2001", ["3", "4", "2001"]),
    ],
)
def test_dates_are_one_mention(text: str, mention: str, values: list[str]) -> None:
    """A date with a day, a year or both is a whole, its values in the order written."""
    assert found(text) == [(mention, "date", values, 1)]


def test_a_count_after_a_month_is_no_day() -> None:
    """ "In May 25 percent" has a month and a percentage."""
    expected: list[Found] = [("May", "month", ["5"], 1), *numbers(("25 percent", "25"))]
    assert found("In May 25 percent of it") == expected
    assert found("in March 10,000 came")[1:] == numbers(("10,000", "10000"))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("visited Beijing in October.", [10]),
        ("October was cold", [10]),
        ("came to Moscow in March, and", [3]),
        ("In May, Putin", [5]),
        ("since early March", [3]),
        ("April and May", [4, 5]),
        ("March and April", [3, 4]),
        ("by mid-May", [5]),
        ("in Sept.", [9]),
        ("AUGUST", [8]),
        ("May he live long", []),
        ("Theresa May said", []),
        ("March on!", []),
        ("they may march in", []),
        ("an august body", []),
        ("Jan Egeland, Marching, Mayor, Junes", []),
    ],
)
def test_months_are_capitalised_and_in_the_company_of_time(text: str, months: list[int]) -> None:
    """May, March and abbreviations need a word that says they are months."""
    expected = [("month", (Decimal(month),)) for month in months]
    assert [(m.kind, m.values) for m in find_mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "mention", "values"),
    [
        ("Over the past two decades, thanks", "past two decades", ["2"]),
        ("since the next 12 months promise", "next 12 months", ["12"]),
        ("in the first 11 months of", "first 11 months", ["11"]),
        ("only two years ago.", "two years ago", ["2"]),
        ("for further five years.", "five years", ["5"]),
        ("a five-year plan", "five-year", ["5"]),
        ("for two quarters", "two quarters", ["2"]),
        ("a decade ago", "a decade ago", []),
        ("years later", "years later", []),
        ("record high last year", "last year", []),
        ("throughout this\nyear", "this\nyear", []),
        ("the same year", "same year", []),
        ("in recent years", "recent years", []),
        ("the last hundred years", "last hundred years", ["100"]),
        ("gas per year", "per year", []),
        ("unseen in a century", "century", []),
        ("today’s world", "today", []),
        ("the annual meeting", "annual", []),
        ("his New Year message", "New Year", []),
        ("the anniversary of", "anniversary", []),
        ("on Monday", "Monday", []),
    ],
)
def test_relative_dates(text: str, mention: str, values: list[str]) -> None:
    """Spans of time and days told from the writer's own are mentions too."""
    assert found(text) == [(mention, "relative", values, 1)]


def test_plain_years_of_life_are_not_listed() -> None:
    """A unit of time without a number, or a word that says which, is no mention."""
    assert found("the year was good, days were long, a month, weekly, the times") == []


def test_the_last_twelve_is_a_number() -> None:
    """Where the months are left out, the number is still found."""
    assert found("than the last 12.") == numbers(("12", "12"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "19 июля 2001 года", [("19 июля 2001", "date", ["19", "7", "2001"], 1)]),
        (
            "ru-RU",
            "в мае, Март 2021",
            [("мае", "month", ["5"], 1), ("Март 2021", "date", ["3", "2021"], 1)],
        ),
        ("ru", "2,5 млн", numbers(("2,5 млн", "2.5"), scale=10**6)),
        ("ru", "1 250,5 тысяч", numbers(("1 250,5 тысяч", "1250.5"), scale=1000)),
        ("ru", "25 процентов, two", numbers(("25 процентов", "25"))),
        ("ru", "Маршал мартовский", []),
        ("zh", "于2001年7月19日，", [("2001年7月19日", "date", ["2001", "7", "19"], 1)]),
        ("zh", "在2023年", [("2023年", "date", ["2023"], 1)]),
        ("zh", "七月，12月", [("七月", "month", ["7"], 1), ("12月", "month", ["12"], 1)]),
        ("zh", "十一月", [("十一月", "month", ["11"], 1)]),
        ("zh", "达2400亿美元", numbers(("2400亿", "2400"), scale=10**8)),
        (
            "zh",
            "增长25%，10万亿",
            [*numbers(("25%", "25")), *numbers(("10万亿", "10"), scale=10**12)],
        ),
        ("fr", "le 5 mai: two", numbers(("5", "5"))),
        ("fr", "2001-07-19", [("2001-07-19", "date", ["2001", "7", "19"], 1)]),
    ],
)
def test_other_languages(language: str, text: str, expected: list[Found]) -> None:
    """Digits and dates of digits in all; months and scales in Russian and Chinese."""
    assert found(text, language) == expected


def test_places_are_those_of_the_text_given() -> None:
    """Offsets count characters, whatever stands before."""
    assert find_mentions("😀 e\u0301 年 five") == (
        Mention(7, 11, "five", "number", (Decimal(5),), Decimal(1)),
    )


PIECES = st.sampled_from(
    [
        *(
            "1",
            "20",
            "2021",
            "1,250",
            ".5",
            "st",
            "th",
            "%",
            "$",
            "-",
            "–",
            "/",
            ":",
            "½",
            " ",
            "\n",
        ),
        *("one", "two", "twenty", "hundred", "million", "a", "half", "third", "thirds", "first"),
        *("and", "of", "the", "to", "between", "dozen", "dozens", "fold", "quarter", "double"),
        *("May", "March", "Sept.", "July", "in", "last", "next", "years", "decade", "ago", "No."),
        *(
            "年",
            "月",
            "日",
            "七月",
            "亿",
            "июля",
            "млн",
            "ſ",
            "ı",
            "İ",
            "K",
            "٣",
            "²",
            "x",
            "'",
            "s",
        ),
    ]
)
LANGUAGES = st.sampled_from(["en", "ru", "zh", "fr"])


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join)), LANGUAGES)
def test_mentions_lie_in_order_at_their_places(text: str, language: str) -> None:
    """Whatever the text, spans are right, ascending and apart; nothing is raised."""
    end = 0
    for mention in find_mentions(text, language):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(st.lists(PIECES, max_size=20).map(" ".join), LANGUAGES)
def test_every_digit_lies_in_a_mention(text: str, language: str) -> None:
    """The check for numbers left out can rely on it: no decimal digit escapes."""
    covered = {at for m in find_mentions(text, language) for at in range(m.start, m.end)}
    missed = [at for at, char in enumerate(text) if char.isdecimal() and at not in covered]
    assert missed == []


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", "million", "billion"]))
def test_a_written_number_reads_back(value: Decimal, scale: str) -> None:
    """Thousands separators and decimals make no difference to the value."""
    (mention,) = find_mentions(f"about {value:,} {scale} tonnes")
    assert mention.values == (value,)
    assert mention.scale == {"": 1, "million": 10**6, "billion": 10**9}[scale]


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "1,", "1,111", "1-", "1.", "1/", "1:00", "a", "A-", "two ", "twenty-", "hundred "),
        *(
            "one of ",
            "half a ",
            "last the ",
            "first 1 ",
            "May ",
            "No. ",
            "$",
            " ",
            "\n",
            "½",
            "1年",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_time_is_linear_in_hostile_text(piece: str, language: str) -> None:
    """Sixteen times the text takes about sixteen times as long; quadratic would be 256 times."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begun = time.process_time()
        find_mentions(text, language)
        return time.process_time() - begun

    seconds(100)
    short = min(seconds(2_000) for _ in range(5))
    assert min(seconds(32_000) for _ in range(2)) < 80 * short + 0.01
