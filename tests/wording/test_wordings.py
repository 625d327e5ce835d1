"""Which languages there are, which one a locale means, and catalogues that are not right."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.wording.wording import CATALOGUES
from bot.wording.wordings import Wordings
from tests.wording.catalogues import RU, ZH, english, marked

PLURALS = r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"'


def write(folder: Path, code: str, text: str) -> None:
    """A catalogue with a head and these messages."""
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n{PLURALS}\n\n'
    (folder / f"{code}.po").write_text(head + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-US", "en"), ("en-GB", "en"), ("ru", "ru"), ("zh-CN", "zh"), ("zh-TW", "zh"),
        ("pt-BR", "pt"), ("fr", "en"), ("", "en"), ("../en", "en"), ("es-419", "en"), (None, "en"),
    ],
)  # fmt: skip
def test_a_locale_means_a_catalogue_of_its_language_or_else_english(
    tmp_path: Path, locale: str | None, language: str
) -> None:
    """Whatever the region: a catalogue of the same language is read rather than English."""
    wordings = Wordings(marked(tmp_path, ru=RU, zh=ZH, pt_BR="ç"))
    assert wordings.of(locale).language == language


def test_a_catalogue_of_the_very_locale_comes_first(tmp_path: Path) -> None:
    """Where a language has several catalogues."""
    wordings = Wordings(marked(tmp_path, zh=ZH, zh_TW="台", pt_BR="ç", pt_PT="ã"))
    said = {locale: wordings.of(locale).say("button.next")[0] for locale in ("zh-CN", "zh-TW")}
    assert said == {"zh-CN": ZH, "zh-TW": "台"}
    assert wordings.of("pt-PT").say("button.next")[0] == "ã"


def test_what_was_read_is_known(tmp_path: Path) -> None:
    """Of whatever locale, also one whose catalogue can't be read or is not there."""
    folder = marked(tmp_path, ru=RU, pt_BR="ç", pt_PT="ã")
    write(folder, "ru", 'msgid "broken')
    wordings = Wordings(folder)
    locales = ("en-GB", "fr", None, "ru", "pt-BR")
    assert [wordings.is_read(locale) for locale in locales] == [True, True, True, False, False]
    for locale in locales:
        wordings.of(locale)
        assert wordings.is_read(locale)


def test_a_new_language_is_one_file(tmp_path: Path) -> None:
    """It is offered by its own name, and said in, without any other change."""
    folder = marked(tmp_path, uk="ґ")
    assert Wordings(folder).languages == {"en": "English", "uk": "українська"}
    assert Wordings(folder).of("uk").say("button.next") == "ґNext"


def test_the_shipped_catalogues_can_be_read() -> None:
    """Each is a language; that they are whole is for `test_languages` to say."""
    assert {*Wordings().languages} == {path.stem for path in CATALOGUES.glob("*.po")}


def test_a_broken_catalogue_takes_no_other_language_along(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither text that is no catalogue, nor bytes that are none, nor a language nobody knows."""
    marked(tmp_path, ru=RU)
    (tmp_path / "zh.po").write_text('msgid "button.next\nmsgstr', encoding="utf-8")
    (tmp_path / "fr.po").write_bytes(b'msgid "button.next"\nmsgstr "\xff\xfe"\n')
    write(tmp_path, "xyzzy", 'msgid "button.next"\nmsgstr "!"\n')
    wordings = Wordings(tmp_path)
    assert [*wordings.languages] == ["en", "ru"]
    assert wordings.of("zh-CN").language == wordings.of("fr").language == "en"
    assert [message.partition(":")[0] for message in caplog.messages] == [
        "the catalogue fr can't be read",
        "the catalogue xyzzy can't be read",
        "the catalogue zh says nothing",
    ]


def test_what_a_catalogue_lacks_is_said_in_english(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """So is what is only guessed at, and what has a place that nothing is given for."""
    write(
        english(tmp_path),
        "fr",
        'msgid "button.next"\nmsgstr "Suite"\n\n'
        'msgid "button.previous"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "button.words"\nmsgstr "Mots"\n\n'
        'msgid "page.of"\nmsgstr "page {page} de {page.__class__}"\n\n'
        'msgid "settings.show"\nmsgstr "Fuseau : {zone} {day}"\n\n'
        'msgid "list.last"\nmsgstr "{first} et {last"\n\n'
        'msgid "local.articles"\nmsgid_plural "local.articles"\n'
        'msgstr[0] "un article"\nmsgstr[1] "{n} articles {x}"\n',
    )
    wordings = Wordings(tmp_path)
    french = wordings.of("fr")
    assert french.language == "fr"
    assert french.say("button.next") == "Suite"
    assert [french.say("button.previous"), french.say("button.words"), french.join(["a", "b"])] == [
        wordings.english.say("button.previous"), wordings.english.say("button.words"), "a and b",
    ]  # fmt: skip
    assert french.say("page.of", page=1, pages=2) == "page 1 of 2"
    assert french.say("settings.show", zone="UTC") == "This server’s time zone: UTC."
    assert french.count("local.articles", 2) == wordings.english.count("local.articles", 2)
    with pytest.raises(KeyError):
        french.say("no.such-sentence")
    with pytest.raises(KeyError):
        french.count("no.such-sentence", 2)
    [told] = caplog.messages
    assert told.startswith(f"the catalogue fr lacks {len(wordings.english.keys()) - 1} sentences: ")


def test_a_catalogue_is_read_once_by_however_many_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All get the same wording: what is kept by it is kept once."""
    wordings = Wordings(marked(tmp_path, ru=RU))
    loads, load = [], wordings._load

    def counted(code: str) -> object:
        loads.append(code)
        return load(code)

    monkeypatch.setattr(wordings, "_load", counted)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(wordings.of("ru"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["ru"]
    assert len({*map(id, found)}) == 1


def test_the_digest_tells_of_each_change(tmp_path: Path) -> None:
    """A sentence said otherwise, a language more: by it the commands are registered anew."""
    folder = marked(tmp_path, ru=RU)
    digests = [Wordings(folder).digest(), Wordings(folder).digest()]
    marked(folder, ru="ы")
    digests.append(Wordings(folder).digest())
    marked(folder, zh=ZH)
    digests.append(Wordings(folder).digest())
    assert digests[0] == digests[1]
    assert len({*digests}) == 3
