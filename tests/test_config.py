"""Settings: where they come from, which are refused, and that the token never shows."""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path

import pytest

from bot.config import Settings, known_time_zones, load_settings
from bot.errors import ConfigError

TOKEN = "no-real-token.only-for.tests-0123456789"
ONE, OTHER = 80351110224678912, 1234567890123456789
EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start each test in an empty folder without any setting."""
    for name in list(os.environ):
        if name.upper().startswith(("FOOTNOTE_", "DISCORD_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def refusal() -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load_settings()
    return str(refused.value).splitlines()


def test_without_any_setting_the_defaults_hold() -> None:
    """A fresh clone needs no settings."""
    settings = load_settings()
    assert settings.model_dump() == {
        "discord_token": None,
        "data_dir": Path("data"),
        "facts_dir": Path("facts"),
        "articles": None,
        "editors": frozenset(),
        "editor_roles": frozenset(),
        "home_server": None,
        "audit_channel": None,
        "kept_generations": 3,
        "time_zone": "UTC",
        "log_level": "INFO",
        "log_format": "text",
    }


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable is read from either, and both spellings of a level or format are understood."""
    Path(".env").write_text(
        f"DISCORD_TOKEN='{TOKEN} '\nFOOTNOTE_DATA_DIR=~/kept\nFOOTNOTE_FACTS_DIR=mine\n"
        "FOOTNOTE_TIME_ZONE=Asia/Shanghai\nFOOTNOTE_LOG_LEVEL=debug\nSOMETHING_ELSE=1\n"
    )
    monkeypatch.setenv("FOOTNOTE_TIME_ZONE", "Europe/Berlin")
    monkeypatch.setenv("FOOTNOTE_ARTICLES", "/texts")
    monkeypatch.setenv("FOOTNOTE_LOG_FORMAT", "JSON")
    monkeypatch.setenv("FOOTNOTE_EDITORS", f"{ONE}, {OTHER},\t{ONE} ,")
    monkeypatch.setenv("FOOTNOTE_EDITOR_ROLES", f"{OTHER} {ONE}")
    monkeypatch.setenv("FOOTNOTE_HOME_SERVER", f" {ONE} ")
    monkeypatch.setenv("FOOTNOTE_AUDIT_CHANNEL", str(OTHER))
    monkeypatch.setenv("FOOTNOTE_KEPT_GENERATIONS", "20")
    settings = load_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.model_dump(exclude={"discord_token"}) == {
        "data_dir": Path.home() / "kept",
        "facts_dir": Path("mine"),
        "articles": Path("/texts"),
        "editors": {ONE, OTHER},
        "editor_roles": {ONE, OTHER},
        "home_server": ONE,
        "audit_channel": OTHER,
        "kept_generations": 20,
        "time_zone": "Europe/Berlin",
        "log_level": "DEBUG",
        "log_format": "json",
    }


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_variable_is_the_default_and_wins_too(
    monkeypatch: pytest.MonkeyPatch, blank: str
) -> None:
    """`DISCORD_TOKEN= make run` opens the local workspace though the file has a token."""
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\nFOOTNOTE_ARTICLES=\nFOOTNOTE_TIME_ZONE=\n")
    monkeypatch.setenv("DISCORD_TOKEN", blank)
    assert load_settings() == Settings(_env_file=None, discord_token=None)


def test_the_example_file_is_valid_and_complete() -> None:
    """A copy of .env.example is accepted as it is, holds every setting, and tells the defaults."""
    assert load_settings(EXAMPLE) == load_settings(None)
    told = set(re.findall(r"(?m)^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8")))
    fields = set(Settings.model_fields) - {"discord_token"}
    assert told == {"DISCORD_TOKEN"} | {f"FOOTNOTE_{field.upper()}" for field in fields}


def test_a_file_with_a_byte_order_mark() -> None:
    """An editor's byte order mark does not hide the first setting."""
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\n", encoding="utf-8-sig")
    assert load_settings().discord_token is not None


def test_all_problems_together_one_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong values and unknown names, in the environment and in the file, are all reported."""
    Path(".env").write_text("FOOTNOTE_FACT_DIR=facts\n")
    monkeypatch.setenv("FOOTNOTE_TIME_ZONE", "Europe/Berln")
    monkeypatch.setenv("FOOTNOTE_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("FOOTNOTE_LOG_FORMAT", "xml")
    monkeypatch.setenv("FOOTNOTE_DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("FOOTNOTE_ZZZ", "1")
    every = ["DISCORD_TOKEN", "FOOTNOTE_ARTICLES", "FOOTNOTE_AUDIT_CHANNEL", "FOOTNOTE_DATA_DIR"]
    every += ["FOOTNOTE_EDITORS", "FOOTNOTE_EDITOR_ROLES", "FOOTNOTE_FACTS_DIR"]
    every += ["FOOTNOTE_HOME_SERVER", "FOOTNOTE_KEPT_GENERATIONS"]
    every += ["FOOTNOTE_LOG_FORMAT", "FOOTNOTE_LOG_LEVEL", "FOOTNOTE_TIME_ZONE"]
    assert refusal() == [
        "FOOTNOTE_DISCORD_TOKEN: there is no such setting; did you mean DISCORD_TOKEN?",
        "FOOTNOTE_FACT_DIR: there is no such setting; did you mean FOOTNOTE_FACTS_DIR?",
        f"FOOTNOTE_ZZZ: there is no such setting; there are {', '.join(every)}.",
        "FOOTNOTE_TIME_ZONE: not a time zone by its IANA name; did you mean Europe/Berlin?",
        "FOOTNOTE_LOG_LEVEL: expected 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'.",
        "FOOTNOTE_LOG_FORMAT: expected 'text' or 'json'.",
    ]


@pytest.mark.parametrize(
    "zone", ["CEST", "+02:00", "Mars/Olympus", "localtime", "../UTC", "utc", "x" * 5000]
)
def test_only_iana_names_are_time_zones(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """Abbreviations, offsets, paths and the machine's own zone are refused by a line."""
    monkeypatch.setenv("FOOTNOTE_TIME_ZONE", zone)
    (line,) = refusal()
    assert line.startswith("FOOTNOTE_TIME_ZONE: not a time zone by its IANA name; ")
    assert len(line) < 150


@pytest.mark.parametrize("field", ["EDITORS", "EDITOR_ROLES", "HOME_SERVER", "AUDIT_CHANNEL"])
@pytest.mark.parametrize(
    "typed",
    [
        "@ann",
        "1234",
        f"<@{ONE}>",
        f"{ONE};{OTHER}",
        f"{ONE}.0",
        "[1]",
        "9" * 20,
        "٣" * 18,
        f"-{ONE}",
    ],
)
def test_only_ids_are_ids(monkeypatch: pytest.MonkeyPatch, field: str, typed: str) -> None:
    """A name, a mention, a list in JSON or a cut id is refused, and how to copy one is told."""
    monkeypatch.setenv(f"FOOTNOTE_{field}", typed)
    how = "some 18 digits (User Settings, Advanced, Developer Mode; then right-click, Copy ID)"
    assert refusal() == [f"FOOTNOTE_{field}: expected an id as Discord copies it, {how}."]


@pytest.mark.parametrize("field", ["HOME_SERVER", "AUDIT_CHANNEL"])
def test_where_there_is_one_place_there_is_one_id(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """Two home servers or audit channels are refused, not half taken."""
    monkeypatch.setenv(f"FOOTNOTE_{field}", f"{ONE},{OTHER}")
    assert refusal()[0].startswith(f"FOOTNOTE_{field}: expected an id")


@pytest.mark.parametrize("typed", ["0", "21", "-1", "2.5", "three", "1e1", "٣"])
def test_some_generations_are_kept(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    """At least the live one, and not so many that the disk fills."""
    monkeypatch.setenv("FOOTNOTE_KEPT_GENERATIONS", typed)
    assert refusal() == ["FOOTNOTE_KEPT_GENERATIONS: expected a whole number from 1 to 20."]


def test_every_known_zone_is_loadable() -> None:
    """The list names only zones that zoneinfo has, and those that people expect."""
    from zoneinfo import ZoneInfo

    zones = known_time_zones()
    assert {"UTC", "Europe/Moscow", "Asia/Shanghai", "America/Argentina/Ushuaia"} <= zones
    for zone in zones:
        ZoneInfo(zone)


def test_variables_of_the_tests_are_no_typos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that start the bot find these set."""
    monkeypatch.setenv("FOOTNOTE_CHROMIUM", "/usr/bin/chromium")
    monkeypatch.setenv("FOOTNOTE_FULL", "1")
    monkeypatch.setenv("FOOTNOTE_OPENAPI", "/usr/share/openapi.json")
    monkeypatch.setenv("FOOTNOTE_REQUIRE_BROWSER", "1")
    monkeypatch.setenv("FOOTNOTE_SEED", "2")
    assert load_settings() == load_settings(None)


def test_a_home_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    """`~nobody-at-all/data` is a problem of that variable."""
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", "~nobody-at-all/data")
    assert refusal() == ["FOOTNOTE_DATA_DIR: there is no such user to take the home of."]


def test_a_file_that_is_not_text() -> None:
    """A `.env` in another encoding is named, without its bytes."""
    Path(".env").write_bytes(f"DISCORD_TOKEN={TOKEN}\n".encode("utf-16"))
    assert refusal() == [".env cannot be read: it is not UTF-8."]


def test_the_token_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in repr, str or a dump of the settings, nor in an error's text or traceback."""
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = load_settings()
    dumped = settings.model_dump_json()
    for name in ("FOOTNOTE_TIME_ZONE", "FOOTNOTE_LOG_LEVEL", "FOOTNOTE_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    with pytest.raises(ConfigError) as refused:
        load_settings()
    shown = "".join(traceback.format_exception(refused.value))
    assert "FOOTNOTE_TIME_ZONE" in shown
    for text in (repr(settings), str(settings), dumped, shown, repr(refused.value)):
        assert TOKEN not in text
        assert TOKEN[:12] not in text
