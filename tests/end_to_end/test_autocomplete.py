"""What is offered while an option is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.scene import Scene

VOCABULARY: tuple[tuple[str, str, str], ...] = (
    ("timeline", "topic", "harbour"),
    ("timeline", "person", "bo-lind"),
    ("timeline", "article", "reed-2020"),
    ("figures", "what", "cargo"),
    ("figures", "topic", "trade"),
    ("figures", "article", "bridge-2021"),
    ("quote", "speaker", "ann-reed"),
    ("quote", "topic", "energy"),
    ("compare", "what", "cargo"),
    ("compare", "what", "ferry-opened"),
    ("article", "article", "hall-2022"),
    ("fact", "id", "reed-2020/crane"),
)
HOSTILE = (
    "'; drop table fact; --", "NEAR(a* b) \"", "@everyone <@1>", "\u200b", "🚢🚢", "a" * 100,
    "каша" * 25, "  ",
)  # fmt: skip


@pytest.mark.parametrize(("command", "option", "key"), VOCABULARY)
async def test_an_empty_option_offers_what_there_is(
    scene: Scene, command: str, option: str, key: str
) -> None:
    """Before anything is typed the keys are there, within what Discord takes."""
    offered = await scene.choices(command, option, "")
    if option != "id":
        assert key in offered.values()
    assert 1 <= len(offered) <= 25
    assert all(1 <= len(name) <= 100 for name in offered)
    assert all(1 <= len(value) <= 100 for value in offered.values())


@pytest.mark.parametrize(
    ("command", "option", "typed", "expected"),
    [
        ("timeline", "topic", "har", {"Harbour": "harbour"}),
        ("timeline", "topic", "гав", {"Harbour (Гавань)": "harbour"}),
        ("timeline", "topic", "港", {"Harbour (港口)": "harbour"}),
        ("timeline", "topic", "harbuor", {"Harbour": "harbour"}),
        ("timeline", "topic", "qqqqqq", {}),
        ("timeline", "person", "lind", {"Bo Lind": "bo-lind"}),
        ("timeline", "person", "HC", {"Harbour Council (HC)": "council"}),
        ("timeline", "article", "quays", {"Reed (reed-2020) (The quays of Lowmere)": "reed-2020"}),
        ("figures", "what", "freight", {"Cargo (freight)": "cargo"}),
        ("figures", "what", "乘", {"Ferry passengers (乘客)": "passengers"}),
        ("figures", "topic", "trad", {"Trade": "trade"}),
        ("quote", "speaker", "reed", {"Ann Reed": "ann-reed"}),
        ("quote", "speaker", "lnid", {"Bo Lind": "bo-lind"}),
        ("quote", "topic", "торг", {"Trade (Торговля)": "trade"}),
        ("compare", "what", "freight", {"Cargo (freight)": "cargo"}),
        ("compare", "what", "паром", {"Ferry line (Паром)": "ferry-opened"}),
        (
            "compare",
            "what",
            "ferry",
            {"Ferry passengers": "passengers", "Ferry line": "ferry-opened"},
        ),
        ("compare", "what", "passengres", {"Ferry passengers": "passengers"}),
        ("compare", "what", "qqqqqq", {}),
        ("article", "article", "hall", {"Hall (hall-2022)": "hall-2022"}),
        (
            "fact",
            "id",
            "reed-2020/stri",
            {"reed-2020/strike: The dockers strike.": "reed-2020/strike"},
        ),
        (
            "fact",
            "id",
            "dockers",
            {"reed-2020/strike: The dockers strike.": "reed-2020/strike"},
        ),
    ],
)
async def test_what_is_typed_is_looked_up(
    scene: Scene, command: str, option: str, typed: str, expected: dict[str, str]
) -> None:
    """The start of a name, an alias in any language, or a slip of the keys finds the key."""
    assert await scene.choices(command, option, typed) == expected


async def test_people_who_said_nothing_are_no_speakers(scene: Scene) -> None:
    """Speakers are those whose words the facts have, authors among them."""
    assert "eastport" in (await scene.choices("timeline", "person", "")).values()
    assert set((await scene.choices("quote", "speaker", "")).values()) == {
        "ann-reed",
        "bo-lind",
        "council",
    }


@pytest.mark.parametrize(("command", "option", "key"), VOCABULARY)
async def test_nothing_typed_disturbs_it(scene: Scene, command: str, option: str, key: str) -> None:
    """Operators, markup, emoji and long text are words like any other."""
    for typed in HOSTILE:
        offered = await scene.choices(command, option, typed)
        assert len(offered) <= 25
        assert all(len(name) <= 100 for name in offered)


async def test_a_choice_taken_is_the_answer_asked(scene: Scene) -> None:
    """Every value offered for a topic is a question that is answered."""
    for name, value in (await scene.choices("timeline", "topic", "")).items():
        answer = await scene.ask("timeline", topic=value)
        assert answer.title.startswith(f"Timeline: {name}")


async def test_a_long_fact_is_offered_cut_and_says_so(scene: Scene) -> None:
    """A name holds 100 characters; what does not fit ends in an ellipsis, and the id is whole."""
    [(name, value)] = (await scene.choices("fact", "id", "hall-2022/")).items()
    assert value == "hall-2022/council-view"
    assert name.startswith(f"{value}: On the tunnel, which the Council has promised")
    assert (len(name), name[-1]) == (100, "…")


async def test_time_zones_are_found_by_city(scene: Scene) -> None:
    """A city finds its zone with its offset; before typing the common ones are offered."""
    typed = await scene.manager.autocomplete(scene.channel, "settings", "time_zone", "auckl")
    assert typed == [{"name": "Pacific/Auckland (UTC+12:00)", "value": "Pacific/Auckland"}]
    empty = await scene.manager.autocomplete(scene.channel, "settings", "time_zone", "")
    assert empty[0]["value"] == "UTC"
    many = await scene.manager.autocomplete(scene.channel, "settings", "time_zone", "a")
    assert len(many) == 25


async def test_it_offers_todays_keys_after_a_reload(scene: Scene, later_facts: Path) -> None:
    """Choices are those of the live facts."""
    await scene.take_live(later_facts)
    assert list((await scene.choices("timeline", "article", "")).values()) == ["reed-2020"]
