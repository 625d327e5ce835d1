"""Whether a command came as it is registered; somebody's Discord may know an older one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from discord import AppCommandOptionType, AppCommandType, app_commands

Command: TypeAlias = app_commands.Command[Any, ..., Any]
SlashCommand: TypeAlias = Command | app_commands.Group
"""What is registered: a command, or a group whose subcommands are."""

_VALUES: dict[AppCommandOptionType, tuple[type, ...]] = {
    AppCommandOptionType.integer: (int,),
    AppCommandOptionType.boolean: (bool,),
    AppCommandOptionType.number: (int, float),
}
"""What a value of an option's type is in JSON; of any other type it is text, or an id as text."""

_RESOLVED: dict[AppCommandOptionType, str] = {
    AppCommandOptionType.channel: "channels",
    AppCommandOptionType.role: "roles",
}
"""Where what an id stands for comes along: discord.py reads it from there."""


def as_registered(
    command: SlashCommand | app_commands.ContextMenu | None,
    data: Mapping[str, Any],
    *,
    completing: bool,
) -> bool:
    """Whether an interaction's data is of this command: its options, their types, none missing.

    discord.py itself passes values of another type on to the command, and leaves unanswered an
    option without a value, a value that is none of its type, and a completion of what has none.
    """
    if isinstance(command, app_commands.ContextMenu):
        return not completing and _has_its_target(command, data)
    options: Sequence[Mapping[str, Any]] = data.get("options") or ()
    while isinstance(command, app_commands.Group):
        if len(options) != 1 or options[0]["type"] not in (
            AppCommandOptionType.subcommand.value,
            AppCommandOptionType.subcommand_group.value,
        ):
            return False
        [inner] = options
        command, options = command.get_command(str(inner["name"])), inner.get("options") or ()
        if isinstance(command, app_commands.Group) is (
            inner["type"] == AppCommandOptionType.subcommand.value
        ):
            return False
    if not isinstance(command, app_commands.Command):
        return False
    return _are_its_options(command, options, data.get("resolved") or {}, completing=completing)


def _has_its_target(command: app_commands.ContextMenu, data: Mapping[str, Any]) -> bool:
    """Whether the message comes along whose menu was opened: discord.py reads it from there."""
    if data.get("type") != command.type.value or command.type is not AppCommandType.message:
        return False
    messages = (data.get("resolved") or {}).get("messages") or {}
    return messages.get(str(data.get("target_id"))) is not None


def _are_its_options(
    command: Command,
    options: Sequence[Mapping[str, Any]],
    resolved: Mapping[str, Any],
    *,
    completing: bool,
) -> bool:
    known = {parameter.display_name: parameter for parameter in command.parameters}
    for option in options:
        parameter = known.get(option["name"])
        if parameter is None or option["type"] != parameter.type.value:
            return False
        value = option.get("value")
        if type(value) not in _VALUES.get(parameter.type, (str,)):
            return False
        # While an option is being typed, nothing comes along that the others stand for.
        if (kind := _RESOLVED.get(parameter.type)) and not completing:
            found = (resolved.get(kind) or {}).get(value)
            if found is None or not _is_offered(parameter, found):
                return False
        offered = [choice.value for choice in parameter.choices]
        if offered and not completing and value not in offered:
            return False
    if completing:
        focused = [option["name"] for option in options if option.get("focused")]
        return len(focused) == 1 and known[focused[0]].autocomplete
    given = {option["name"] for option in options}
    return all(name in given for name, parameter in known.items() if parameter.required)


def _is_offered(parameter: app_commands.Parameter, found: Mapping[str, Any]) -> bool:
    """Whether a channel is of a kind that the option takes."""
    kinds = [kind.value for kind in parameter.channel_types]
    return not kinds or found.get("type") in kinds
