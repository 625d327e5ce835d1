"""Whether a slash command came as it is registered; somebody's Discord may know an older one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from discord import AppCommandOptionType, app_commands

_VALUES: dict[AppCommandOptionType, tuple[type, ...]] = {
    AppCommandOptionType.integer: (int,),
    AppCommandOptionType.boolean: (bool,),
    AppCommandOptionType.number: (int, float),
}
"""What a value of an option's type is in JSON; of any other type it is text, or an id as text."""


def as_registered(
    command: app_commands.Command[Any, ..., Any], data: Mapping[str, Any], *, completing: bool
) -> bool:
    """Whether an interaction's data is of this command: its options, their types, none missing.

    discord.py itself passes values of another type on to the command, and leaves unanswered an
    option without a value, a value that is none of its type, and a completion of what has none.
    """
    options: Sequence[Mapping[str, Any]] = data.get("options") or ()
    known = {parameter.display_name: parameter for parameter in command.parameters}
    for option in options:
        parameter = known.get(option["name"])
        if parameter is None or option["type"] != parameter.type.value:
            return False
        if type(option.get("value")) not in _VALUES.get(parameter.type, (str,)):
            return False
    if completing:
        focused = [option["name"] for option in options if option.get("focused")]
        return len(focused) == 1 and known[focused[0]].autocomplete
    given = {option["name"] for option in options}
    return all(name in given for name, parameter in known.items() if parameter.required)
