"""The settings: from the environment and, below it, a `.env` file."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError

ENV_FILE = Path(".env")
PREFIX = "FOOTNOTE_"
TOKEN = "DISCORD_TOKEN"
ARTICLES = f"{PREFIX}ARTICLES"
_OF_THE_TESTS = {
    "FOOTNOTE_CHROMIUM",
    "FOOTNOTE_FULL",
    "FOOTNOTE_OPENAPI",
    "FOOTNOTE_REQUIRE_BROWSER",
    "FOOTNOTE_SEED",
}

MOST_KEPT = 20
"""How many generations of the facts can be kept at most; each is a file of the facts' size."""

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LogFormat = Literal["text", "json"]
Ids = Annotated[frozenset[int], NoDecode]
"""Several of Discord's ids, typed with commas or spaces between them."""


class Settings(BaseSettings):
    """What a host can set; a variable is `FOOTNOTE_` and the field's name, but for the token's.

    A blank variable is the default, also where the `.env` file has a value: `DISCORD_TOKEN= make
    run` opens the local workspace.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    discord_token: SecretStr | None = Field(default=None, validation_alias=TOKEN)
    data_dir: Path = Path("data")
    facts_dir: Path = Path("facts")
    articles: Path | None = None
    editors: Ids = frozenset()
    editor_roles: Ids = frozenset()
    home_server: int | None = None
    audit_channel: int | None = None
    kept_generations: int = 3
    time_zone: str = "UTC"
    log_level: LogLevel = "INFO"
    log_format: LogFormat = "text"

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, values: dict[str, Any]) -> dict[str, Any]:
        trimmed = {
            key: value.strip() if isinstance(value, str) else value for key, value in values.items()
        }
        return {key: value for key, value in trimmed.items() if value != ""}

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("data_dir", "facts_dir", "articles")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        """Read `~` as the shell would; in a `.env` file no shell does."""
        try:
            return value.expanduser() if value else value
        except RuntimeError:
            raise ValueError("there is no such user to take the home of") from None

    @field_validator("editors", "editor_roles", mode="before")
    @classmethod
    def _several_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return frozenset(map(_id, re.split(r"[\s,]+", value.strip(" ,"))))

    @field_validator("home_server", "audit_channel", mode="before")
    @classmethod
    def _one_id(cls, value: object) -> object:
        return _id(value) if isinstance(value, str) else value

    @field_validator("kept_generations", mode="before")
    @classmethod
    def _few(cls, value: object) -> object:
        text = str(value)
        if not re.fullmatch("[0-9]{1,2}", text) or not 1 <= int(text) <= MOST_KEPT:
            raise ValueError(f"expected a whole number from 1 to {MOST_KEPT}")
        return int(text)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        zones = known_time_zones()
        if value not in zones:
            nearest = _nearest(value, zones)
            hint = (
                f"did you mean {nearest}?" if nearest else "expected a name such as Europe/Berlin"
            )
            raise ValueError(f"not a time zone by its IANA name; {hint}")
        return value


def _id(typed: str) -> int:
    """One of Discord's ids: they have had 17 digits or more since February 2015."""
    if not re.fullmatch("[0-9]{17,19}", typed):
        raise ValueError(
            "expected an id as Discord copies it, some 18 digits (User Settings, Advanced,"
            " Developer Mode; then right-click, Copy ID)"
        )
    return int(typed)


def known_time_zones() -> frozenset[str]:
    """Return the IANA names, as the pinned `tzdata` package lists them; reads a file."""
    zones = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return frozenset(zones.split())


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Return the settings.

    Raises ConfigError with a line for each problem, which names the variable but never its value.
    """
    try:
        in_file = (
            dotenv_values(env_file, encoding="utf-8") if env_file and env_file.is_file() else {}
        )
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{env_file} cannot be read: {reason}.") from None
    problems = _unknown({*os.environ, *in_file})
    try:
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        problems += [_line(str(found["loc"][0]), found["msg"]) for found in error.errors()]
    if problems:
        raise ConfigError("\n".join(problems)) from None
    return settings


def _variable(field: str) -> str:
    return TOKEN if field in ("discord_token", TOKEN) else f"{PREFIX}{field.upper()}"


def _line(field: str, message: str) -> str:
    message = message.removeprefix("Value error, ").replace("Input should be", "expected")
    return f"{_variable(field)}: {message}{'' if message.endswith('?') else '.'}"


def _unknown(names: set[str]) -> list[str]:
    """Return a line for each variable that looks like a setting and is none."""
    known = {_variable(field) for field in Settings.model_fields}
    by_short_name = {name.removeprefix(PREFIX): name for name in sorted(known)}
    problems = []
    for name in sorted(names):
        if not name.upper().startswith(PREFIX) or name.upper() in known | _OF_THE_TESTS:
            continue
        nearest = _nearest(name[len(PREFIX) :], by_short_name)
        hint = (
            f"did you mean {by_short_name[nearest]}?"
            if nearest
            else f"there are {', '.join(sorted(known))}."
        )
        problems.append(f"{name}: there is no such setting; {hint}")
    return problems


def _nearest(typed: str, known: Iterable[str]) -> str | None:
    by_lower = {name.lower(): name for name in sorted(known)}
    matches = difflib.get_close_matches(typed.lower(), by_lower, n=1)
    return by_lower[matches[0]] if matches else None
