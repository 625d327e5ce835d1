"""The names of months in English, Russian and Chinese, as people write them; all in lower case."""

from typing import Final

_ENGLISH = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
# Nominative, genitive ("19 июля"), prepositional ("в июле"), then abbreviations.
_RUSSIAN = (
    "январь января январе янв",
    "февраль февраля феврале февр фев",
    "март марта марте мар",
    "апрель апреля апреле апр",
    "май мая мае",
    "июнь июня июне июн",
    "июль июля июле июл",
    "август августа августе авг",
    "сентябрь сентября сентябре сент сен",
    "октябрь октября октябре окт",
    "ноябрь ноября ноябре нояб ноя",
    "декабрь декабря декабре дек",
)
_CHINESE = (
    "一月",
    "二月",
    "三月",
    "四月",
    "五月",
    "六月",
    "七月",
    "八月",
    "九月",
    "十月",
    "十一月",
    "十二月",
)


def _numbered(months: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, names in enumerate(months, 1) for name in names.split()}


def _full(months: tuple[str, ...], forms: int) -> tuple[str, ...]:
    return tuple(name for names in months for name in names.split()[:forms])


ENGLISH: Final = _numbered(_ENGLISH)
RUSSIAN: Final = _numbered(_RUSSIAN)
CHINESE: Final = _numbered(_CHINESE)
ALL: Final = {**ENGLISH, **RUSSIAN, **CHINESE}

ENGLISH_FULL: Final = _full(_ENGLISH, 1)
RUSSIAN_FULL: Final = _full(_RUSSIAN, 3)
