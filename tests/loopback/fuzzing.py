"""Seeded interactions that a person, a forger or a client of another version may send.

Case n of a seed depends on both of them and on what is `Known`, and on nothing else: it can be
made again by itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.corpus.check import check_corpus
from bot.corpus.model import Term, public_id
from bot.interface.press import PATTERN
from tests.loopback.exchange import Kind, component_data, modal_data
from tests.loopback.hostile import DATES, change, text
from tests.loopback.world import Payload

MESSAGE_MENU = 3
"""The type of a command of a message's menu."""
SUBCOMMAND, STRING, INTEGER, BOOLEAN, CHANNEL, ROLE, NUMBER = 1, 3, 4, 5, 7, 8, 10
SNOWFLAKES = (6, 7, 8, 9, 11)
"""The option types whose value is an id: of users, channels, roles, both, attachments."""

OTHER_COMMANDS = ("oracle", "", "Timeline", "timeline2", "settings ", "undefined", "помощь")
"""Names that no command has: of commands that were taken away, and of none ever."""


@dataclass(frozen=True)
class Known:
    """What cases are made from: the registered commands, valid values, and shown buttons.

    `values` are by option, under "" all of them. `buttons` are the custom ids of the message that
    a press is about to be made on. `things` are by option what an id stands for, as it comes along.
    """

    commands: Mapping[str, Payload]
    values: Mapping[str, Sequence[str]]
    buttons: Sequence[str] = ()
    things: Mapping[str, Sequence[Payload]] = field(default_factory=dict)

    def leaves(self) -> list[Payload]:
        """The slash commands, and in the place of a group its subcommands, which know `within`
        what."""
        found = []
        for command in self.commands.values():
            if command["type"] == MESSAGE_MENU:
                continue
            inner = [each for each in command["options"] if each["type"] == SUBCOMMAND]
            subcommands = [
                {**command, "options": each.get("options", []), "within": each["name"]}
                for each in inner
            ]
            found += subcommands or [command]
        return found


@dataclass(frozen=True)
class Case:
    """One interaction's kind and data. `about` is what it is counted under."""

    kind: Kind
    about: str
    data: Payload


def values_of(facts: Path) -> dict[str, list[str]]:
    """What can be asked for in a corpus, by option: keys, labels in three languages, aliases."""
    corpus = check_corpus(facts, None).corpus
    assert corpus is not None
    people = _names(corpus.vocabulary.people)
    told = [
        (public_id(file.article.id, fact.id), fact.what, fact.quote)
        for file in corpus.articles
        for fact in (*file.events, *file.figures, *file.quotes)
    ]
    found = {
        "topic": _names(corpus.vocabulary.topics),
        "person": people,
        "speaker": people,
        "what": _names(corpus.vocabulary.measures),
        "article": [file.article.id for file in corpus.articles],
        "id": [id_ for id_, _, _ in told],
        "query": [what for _, what, _ in told] + people,
        "words": [quote for _, _, quote in told],
        "text": [f"{what} {quote}" for _, what, quote in told],
        "time_zone": ["Europe/Berlin", "Asia/Kolkata", "Tokyo", "UTC", "none"],
        "language": ["en", "ru", "zh", "none", "English", "русский", "中文"],
        "time": ["9", "09:00", "21.30", "9:30 pm", "24:00", "noon"],
        "topics": ["all", *map(", ".join, batched(_names(corpus.vocabulary.topics), 3))],
        **{option: list(DATES) for option in ("from", "to", "day")},
    }
    return {**found, "": [value for values in found.values() for value in values]}


def _names(terms: Mapping[str, Term]) -> list[str]:
    found = []
    for key, term in terms.items():
        found += [key, term.en, *term.aliases, *filter(None, (term.ru, term.zh))]
    return found


def batched(names: Sequence[str], size: int) -> list[Sequence[str]]:
    """Names in groups of so many."""
    return [names[start : start + size] for start in range(0, len(names), size)]


def _text(rng: random.Random, known: Known, option: str = "") -> str:
    """Text for an option, more often than not made from what it can be asked for."""
    return text(rng, known.values[option if rng.random() < 0.7 else ""])


def random_of(seed: int, corpus: str, number: int) -> random.Random:
    """The source of chance of one case."""
    return random.Random(f"{seed} {corpus} {number}")


def case(rng: random.Random, known: Known) -> Case:
    """Any case: typed options for the most part, presses, completions, and wrong shapes."""
    makers = (_command, _completion, _press, _form, _wrong_command, _wrong_completion, _menu)
    return rng.choices(makers, weights=(39, 14, 29, 4, 7, 3, 4))[0](rng, known)


def _options(rng: random.Random, command: Payload, known: Known) -> list[Payload]:
    """Some of a command's options with text of any kind; the required ones, and at least one."""
    offered = [option for option in command["options"] if option["name"] != "private"]
    chosen = [option for option in offered if option.get("required") or rng.random() < 0.25]
    if not chosen and offered:
        chosen = [rng.choice(offered)]
    options = [_filled(rng, option, known) for option in chosen]
    if rng.random() < 0.2 and len(offered) < len(command["options"]):
        options.append(_option("private", rng.random() < 0.8, BOOLEAN))
    return options


def _filled(rng: random.Random, option: Payload, known: Known) -> Payload:
    """An option with a value of its type; text is of any kind, but where there are choices."""
    name, kind = option["name"], option["type"]
    value: object = rng.random() < 0.5
    if kind in (CHANNEL, ROLE):
        value = rng.choice(known.things[name])["id"]
    elif option.get("choices"):
        value = rng.choice(option["choices"])["value"]
    elif kind == STRING:
        value = _text(rng, known, name if name in known.values else "")
    return _option(name, value, kind)


def _option(name: str, value: object, kind: int = STRING) -> Payload:
    return {"name": name, "type": kind, "value": value}


def _data(command: Payload, options: list[Payload]) -> Payload:
    return {"id": command["id"], "name": command["name"], "type": 1, "options": options}


def _sent(command: Payload, data: Payload, known: Known) -> Payload:
    """The data as it comes: a subcommand's options in it, and what their ids stand for beside."""
    resolved: dict[str, Payload] = {}
    for option in data.get("options", ()):
        for thing in known.things.get(option["name"], ()):
            if option["type"] in (CHANNEL, ROLE) and thing["id"] == option.get("value"):
                kind = "channels" if option["type"] == CHANNEL else "roles"
                resolved.setdefault(kind, {})[thing["id"]] = thing
    if "within" in command:
        inner: Payload = {"name": command["within"], "type": SUBCOMMAND}
        if "options" in data:
            inner["options"] = data["options"]
        data = {**data, "options": [inner]}
    return {**data, "resolved": resolved} if resolved else data


def _any_command(rng: random.Random, known: Known) -> Payload:
    """One of the commands, those with many options more often."""
    commands = known.leaves()
    return rng.choices(commands, weights=[1 + len(each["options"]) for each in commands])[0]


def _name(command: Payload) -> str:
    return f"{command['name']} {command.get('within', '')}".strip()


def _command(rng: random.Random, known: Known) -> Case:
    command = _any_command(rng, known)
    data = _data(command, _options(rng, command, known))
    return Case("command", _name(command), _sent(command, data, known))


def _menu(rng: random.Random, known: Known) -> Case:
    """A message checked from its menu: of any words, now and then of none."""
    menus = [each for each in known.commands.values() if each["type"] == MESSAGE_MENU]
    if not menus:
        return _command(rng, known)
    menu, target = rng.choice(menus), str(rng.getrandbits(60) | 1)
    words = [_text(rng, known, "text") for _ in range(rng.choice((0, 1, 1, 2, 5)))]
    message: Payload = {
        "id": target,
        "channel_id": "1",
        "author": {"id": "2", "username": "somebody", "discriminator": "0", "avatar": None},
        "content": rng.choice((" ", "\n", ". ")).join(words)[:4000],
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "type": 0,
        **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
        **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")},
        "components": [],
    }
    data = {"id": menu["id"], "name": menu["name"], "type": MESSAGE_MENU, "target_id": target}
    right: Payload = {target: message}
    wrong: tuple[Payload, ...] = ({}, {target: None}, {str(int(target) - 1): message})
    messages = rng.choice(wrong) if rng.random() < 0.1 else right
    return Case("command", "message menu", {**data, "resolved": {"messages": messages}})


def _completion(rng: random.Random, known: Known) -> Case:
    completed = [
        (command, option["name"])
        for command in known.leaves()
        for option in command["options"]
        if option.get("autocomplete")
    ]
    command, name = rng.choice(completed)
    options = [option for option in _options(rng, command, known) if option["name"] != name]
    focused = _option(name, _text(rng, known, name)) | {"focused": True}
    options.insert(rng.randint(0, len(options)), focused)
    data = _sent(command, _data(command, options), known)
    data.pop("resolved", None)
    return Case("autocomplete", f"{_name(command)} {name}", data)


def _wrong_command(rng: random.Random, known: Known) -> Case:
    about = rng.choice(list(WRONG))
    command = _any_command(rng, known)
    data = _data(command, _options(rng, command, known))
    WRONG[about](rng, data)
    return Case("command", f"wrong: {about}", _sent(command, data, known))


def _wrong_completion(rng: random.Random, known: Known) -> Case:
    """A completion that is wrong like a command, or focused on nothing that is completed."""
    about = rng.choice((*WRONG, "nothing focused", "all focused", "another option focused"))
    command = _any_command(rng, known)
    options = _options(rng, command, known)
    for option in options if about != "nothing focused" else ():
        option["focused"] = about == "all focused" or option is options[0]
    if about == "another option focused":
        name = rng.choice(("private", "from", "query", "words", "day", "nothing", ""))
        value = _text(rng, known)
        options = [_option(name, value, rng.choice((STRING, BOOLEAN))) | {"focused": True}]
    data = _data(command, options)
    if about in WRONG:
        WRONG[about](rng, data)
    return Case("autocomplete", f"wrong: {about}", _sent(command, data, known))


def _any_option(rng: random.Random, data: Payload) -> Payload:
    if not data["options"]:
        data["options"].append(_option("private", True, BOOLEAN))
    option: Payload = rng.choice(data["options"])
    return option


def _another_name(rng: random.Random, data: Payload) -> None:
    data["name"] = rng.choice(OTHER_COMMANDS)
    if rng.random() < 0.5:
        data["id"] = str(rng.getrandbits(63))


def _a_menu(rng: random.Random, data: Payload) -> None:
    """A command of a user's or a message's menu."""
    data.update(type=rng.choice((2, 3)), target_id=str(rng.getrandbits(60)), resolved={})


def _a_subcommand(rng: random.Random, data: Payload) -> None:
    inner = {"name": rng.choice(("day", "add", "")), "type": 1, "options": data["options"]}
    group = {"name": "group", "type": 2, "options": [inner]}
    data["options"] = [rng.choice((inner, group))]


def _no_subcommand(rng: random.Random, data: Payload) -> None:
    """Another subcommand than there is, or one that is left out."""
    data["name"] = rng.choice(("anniversaries", "facts"))
    inner: Payload = {"name": rng.choice(("", "sets")), "type": SUBCOMMAND, "options": []}
    data["options"] = rng.choice(([], [inner], [inner, inner], [{**inner, "type": 2}]))


def _no_options(rng: random.Random, data: Payload) -> None:
    data["options"] = []
    if rng.random() < 0.5:
        del data["options"]


def _unknown_option(rng: random.Random, data: Payload) -> None:
    name = rng.choice(("nothing", "", "from_", "Topic", "interaction", "self", "page"))
    data["options"].append(_option(name, "2", rng.choice((STRING, INTEGER))))


def _another_type(rng: random.Random, data: Payload) -> None:
    kind, value = rng.choice(
        ((INTEGER, rng.getrandbits(53)), (INTEGER, 0), (BOOLEAN, True), (NUMBER, 2001.5))
    )
    _any_option(rng, data).update(type=kind, value=value)


def _text_for_a_switch(rng: random.Random, data: Payload) -> None:
    data["options"].append(_option("private", rng.choice(("yes", "", 3, 0)), STRING))


def _an_id(rng: random.Random, data: Payload) -> None:
    """Somebody or something picked, which is not among what came along."""
    _any_option(rng, data).update(type=rng.choice(SNOWFLAKES), value=str(rng.getrandbits(60)))


def _not_what_the_type_says(rng: random.Random, data: Payload) -> None:
    _any_option(rng, data).update(type=rng.choice((NUMBER, *SNOWFLAKES)), value="twelve")


def _without_a_value(rng: random.Random, data: Payload) -> None:
    _any_option(rng, data).pop("value")


def _a_new_type(rng: random.Random, data: Payload) -> None:
    _any_option(rng, data)["type"] = rng.choice((12, 99))


WRONG: dict[str, Callable[[random.Random, Payload], None]] = {
    "another name": _another_name,
    "a menu": _a_menu,
    "a subcommand": _a_subcommand,
    "no subcommand": _no_subcommand,
    "no options": _no_options,
    "an unknown option": _unknown_option,
    "another type": _another_type,
    "text for a switch": _text_for_a_switch,
    "an id": _an_id,
    "not what the type says": _not_what_the_type_says,
    "without a value": _without_a_value,
    "a new type": _a_new_type,
}
"""Shapes that the bot did not register, by name; each changes a right one."""


def _press(rng: random.Random, known: Known) -> Case:
    makers = (
        *(_as_shown, _other_field, _other_text, _other_question, _any_text, _of_an_editor),
        *(_of_a_report, _of_a_check),
    )
    maker = rng.choices(makers, weights=(6, 7, 2, 4, 1, 1, 1, 1))[0]
    custom_id = maker(rng, known)[:100]
    data: dict[str, Any] = component_data(custom_id)
    if rng.random() < 0.03:
        data |= {"component_type": 3, "values": [_text(rng, known)[:100]]}
    return Case("component", maker.__name__.strip("_").replace("_", " "), data)


def _shown(rng: random.Random, known: Known) -> str:
    made_up = f"a1:n:{rng.getrandbits(60):x}:abc:a1.1:timeline?topic={rng.choice(known.values[''])}"
    return rng.choice(known.buttons or (made_up,))


def _as_shown(rng: random.Random, known: Known) -> str:
    return _shown(rng, known)


def _other_field(rng: random.Random, known: Known) -> str:
    """A button's id with some of its parts replaced, within what ids look like or beyond."""
    match = PATTERN.fullmatch(_shown(rng, known))
    parts = match.groupdict() if match else {}
    others: dict[str, Sequence[str]] = {
        "action": "pnwxrtqcjmliznwP0",
        "asker": ("0", "1", "z" * 13, "z" * 14, "3w5e11264sgsf", "-1", "A", ""),
        "generation": ("0", "z" * 12, "z" * 13, "", "G"),
        "view": "awrawrx",
        "page": ("0", "1", "2", "3", "99", "9999999", "10000000", "-1", "", "٣"),
        "part": ("0", "1", "2", "9999", "10000", "-1", ""),
        "question": ("help?", "help?x=1", "#", "?", "timeline?", "search?query=", "settings?"),
    }
    for name in rng.sample(list(others), rng.choice((1, 1, 2, 3))):
        parts[name] = rng.choice(others[name])
    made = {name: parts.get(name, rng.choice(choices)) for name, choices in others.items()}
    return "a1:{action}:{asker}:{generation}:{view}{page}.{part}:{question}".format_map(made)


def _other_text(rng: random.Random, known: Known) -> str:
    made = _shown(rng, known)
    for _ in range(rng.randint(1, 4)):
        made = change(rng, made)
    return made


def _other_question(rng: random.Random, known: Known) -> str:
    """A well-formed head with any question behind it: encoded, half encoded, or by token."""
    head = _shown(rng, known).rpartition(":")[0] or "a1:n:1:1:a1.1"
    match rng.randrange(4):
        case 0:
            token = rng.choices("ABCDEFabcdef0123456789-_", k=rng.choice((0, 1, 15, 16, 17, 40)))
            return f"{head}:#{''.join(token)}"
        case 1:
            return f"{head}:#{_text(rng, known)}"
        case 2:
            return f"{head}:{_text(rng, known)}"
    command = rng.choice([*known.commands, *OTHER_COMMANDS])
    named = [option["name"] for option in known.commands.get(command, {}).get("options", ())]
    names = rng.choices([*named, "nothing", ""], k=rng.randint(1, 3))
    pairs = (f"{name}={_text(rng, known, name if name in known.values else '')}" for name in names)
    return f"{head}:{command}?{'&'.join(pairs)}"


def _of_an_editor(rng: random.Random, _: Known) -> str:
    """A button of a preview that only fact editors are shown, mangled now and then."""
    generations = ("aaaaaaaa", "k7q2m9zb", "z" * 12, "z" * 13, "")
    base, generation = rng.choices(generations, weights=(4, 4, 2, 1, 1), k=2)
    kept, page = rng.choice("00112"), rng.choice(("0", "1", "999999", "9999999", "-1"))
    return f"f{rng.choice('112')}:{rng.choice('pngglx')}:{base}:{generation}:{kept}:{page}"


def _of_a_report(rng: random.Random, known: Known) -> str:
    """A button or a form of reports, mangled now and then."""
    number, page = rng.choice(("0", "1", "2", "999999999", "-1")), rng.choice(("1", "9", "0", ""))
    generation = rng.choice(("", "k7q2m9zb", "z" * 12, "z" * 13))
    fact = _text(rng, known, "id")
    question = rng.choice((f"fact?id={fact}", f"fact?id={fact}", fact, "#", "timeline?", ""))
    action = rng.choice("ffffmdocxyz")
    return f"r{rng.choice('1112')}:{action}:{number}:{page}:{generation}:{question}"[:100]


def _of_a_check(rng: random.Random, _: Known) -> str:
    """A button that carries facts, which there hardly are, mangled now and then."""
    generation = rng.choice(("k7q2m9zb", "k7q2m9zb", "z" * 12, "z" * 13, ""))
    length = rng.choice((6, 11, 22, 86, 0, 5, 7, 94))
    facts = "".join(rng.choices("ABCDEFabcdef0123456789-_", k=length))
    if rng.random() < 0.1:
        facts = change(rng, facts)
    return f"k{rng.choice('1112')}:{rng.choice('tcjmlix')}:{generation}{rng.choice(':+')}{facts}"


def _form(rng: random.Random, known: Known) -> Case:
    """A form that was sent, for the most part one with a report; its parts are not always there."""
    maker = rng.choices((_of_a_report, _shown, _any_text), weights=(8, 1, 1))[0]
    value: object = rng.choice((_text(rng, known), _text(rng, known), "", "w" * 4000, None, 7, []))
    data = modal_data(maker(rng, known)[:100], rng.choice(("words", "words", "words", "")), value)
    if rng.random() < 0.1:
        data["components"] = rng.choice(([], [{"type": 1, "components": []}], [{"type": 10}]))
    return Case("modal", maker.__name__.strip("_").replace("_", " "), data)


def _any_text(rng: random.Random, known: Known) -> str:
    return _text(rng, known)


def on(known: Known, buttons: Sequence[str]) -> Known:
    """The same, for a press on a message that has these buttons."""
    return replace(known, buttons=buttons)
