"""Show the words around: the sentences around each quote, where the host has the texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.end_to_end import harbour
from tests.end_to_end.scene import Scene

BUTTON = "Show the words around"
ABSENT = "-# The words around this quote can’t be shown: the text of its article is not here."
DIFFERS = (
    "-# The words around this quote can’t be shown: the text of its article that is here differs"
    " from the one that it was proved against."
)
EXPLAINED = (
    "Each quote stands between ⟦ and ⟧, in its sentence, with one sentence before and after. Where"
    " words are left out at an end, there is …"
)


@pytest.fixture
async def texts(scene: Scene, harbour_facts: Path, tmp_path: Path) -> Path:
    """A copy of the articles' texts, which the bot has from its start."""
    scene.texts = tmp_path / "texts"
    shutil.copytree(harbour_facts.parents[1] / "texts", scene.texts)
    await scene.restart()
    return scene.texts


async def test_without_the_texts_there_is_no_such_button(scene: Scene) -> None:
    """Neither on an answer nor on its words; a forged one shows the words alone."""
    answer = await scene.ask("fact", id="reed-2020/crane")
    words = await scene.private_copy(answer, "Show source words")
    assert BUTTON not in answer.buttons
    assert BUTTON not in words.buttons
    stored = scene.env.backend.get_message(answer.message.channel_id, answer.message.id)
    press = answer.custom_id("Show source words").replace("a1:w", "a1:r")
    stored.components[1]["components"][0]["custom_id"] = press
    shown = await scene.private_copy(answer, "Show source words")
    assert shown.texts == words.texts


async def test_the_sentences_around_a_quote_are_shown_privately(scene: Scene, texts: Path) -> None:
    """The quote is marked and bold, in its sentence; everything else is as in the words."""
    answer = await scene.ask("fact", id="reed-2020/crane")
    assert BUTTON not in answer.buttons
    words = await scene.private_copy(answer, "Show source words")
    around = await scene.private_copy(words, BUTTON)
    assert around.title == f"{words.title}, and the words around them"
    assert around.scope[1:] == [EXPLAINED]
    quote = "in July 2010 the old crane was taken down"
    passage = f"> They say: ⟦**{quote}**⟧. {harbour.PADDING} [1]"
    assert around.texts[1] == words.texts[1].replace(f"> {quote} [1]", passage)
    assert around.footer == words.footer
    assert around.buttons == {}


async def test_pages_are_turned_within_the_words_around(scene: Scene, texts: Path) -> None:
    """Each page of the words has its page of the words around, in one private message."""
    answer = await scene.ask("timeline", topic="energy")
    words = await scene.private_copy(answer, "Show source words")
    around = await scene.private_copy(words, BUTTON)
    assert "⟦**in 1951 turbine Alder began to turn**⟧" in around.text
    seen = around.text.count("⟦**")
    while around.buttons["Next"]:
        await scene.press(around, "Next")
        seen += around.text.count("⟦**")
    # The line of the scope has the marks too, but not with a quote in them.
    assert seen == len(harbour.TURBINES)
    assert around.private


async def test_a_direct_quote_keeps_the_marks_that_the_article_has(
    scene: Scene, texts: Path
) -> None:
    """Nothing is set in quotation marks that the article does not set so."""
    answer = await scene.ask("fact", id="reed-2020/lind-direct")
    words = await scene.private_copy(answer, "Show source words")
    around = await scene.private_copy(words, BUTTON)
    assert "> They say: ⟦**“We sail in any weather”**⟧. Of this the people" in around.text


async def test_the_articles_markup_does_nothing(scene: Scene, texts: Path) -> None:
    """What stands around a quote is escaped like the quote."""
    answer = await scene.ask("fact", id="bridge-2021/star")
    words = await scene.private_copy(answer, "Show source words")
    around = await scene.private_copy(words, BUTTON)
    quote = r"in 1990 the \*Star\* \| opened its \`doors\` to \@everyone"
    assert f"> They say: ⟦**{quote}**⟧." in around.text


async def test_a_text_that_differs_is_told_for_its_facts_alone(scene: Scene, texts: Path) -> None:
    """It changed, or went, under the running bot: the quote stays, with the reason beside it."""
    answer = await scene.ask("search", query="ferry line")
    words = await scene.private_copy(answer, "Show source words")
    around = await scene.private_copy(words, BUTTON)
    assert "⟦**On 19 July 2001 the ferry line to Eastport opened**⟧" in around.text
    assert "⟦**the ferry line opened in 2001**⟧" in around.text
    (texts / "bridge-2021.txt").write_text("Rewritten: the ferry line opened in 2001.", "utf-8")
    around = await scene.private_copy(words, BUTTON)
    assert "⟦**On 19 July 2001 the ferry line to Eastport opened**⟧" in around.text
    assert f"> the ferry line opened in 2001 [1]\n\n{DIFFERS}" in around.text
    (texts / "bridge-2021.txt").unlink()
    around = await scene.private_copy(words, BUTTON)
    assert f"> the ferry line opened in 2001 [1]\n\n{ABSENT}" in around.text
