"""The command line as people meet it: real processes, their exit statuses, what they print."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.__main__ import PERMISSIONS, main
from bot.interface.client import Footnote
from bot.state.lock import FolderLock
from tests.end_to_end import harbour

PROJECT = Path(__file__).parents[1]
SECONDS = 60
LAST = "quotes checked by their seals (no texts were given)"

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Nothing of the developer's settings, and the facts of a folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "FOOTNOTE_FACTS_DIR": str(folder / "facts"),
        "FOOTNOTE_DATA_DIR": str(folder / "data"),
        **settings,
    }


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `facts/` and `texts/`, sealed by the command line."""
    folder = tmp_path_factory.mktemp("sealed")
    harbour.write(folder)
    done = _run(folder, "seal", "--articles", "texts")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "58 quotes proved and sealed; 3 seal files changed\n"
    return folder


def _run(
    folder: Path, *arguments: str | bytes, **settings: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        encoding=settings.get("PYTHONIOENCODING", "utf-8"),
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy of the sealed facts, for a test to spoil."""
    shutil.copytree(sealed, tmp_path, dirs_exist_ok=True)
    return tmp_path


def edit(path: Path, old: str, new: str) -> int:
    """Replace some words of a file; the line where they stood."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_check_counts_what_each_article_has(sealed: Path) -> None:
    """Clean facts: a line an article, the verdict, status 0."""
    done = _run(sealed, "check")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == [
        "bridge-2021: 2 events, 0 figures, 0 quotes",
        "hall-2022: 0 events, 0 figures, 1 quote",
        "reed-2020: 33 events, 13 figures, 9 quotes",
        f"no problems, 1 warning; {LAST}",
    ]


def test_check_proves_and_covers_where_there_are_texts(sealed: Path) -> None:
    """With texts, by option or setting, it says how much is quoted and covered."""
    by_option = _run(sealed, "check", "--articles", "texts")
    by_setting = _run(sealed, "check", FOOTNOTE_ARTICLES=str(sealed / "texts"))
    assert by_option.stdout == by_setting.stdout
    assert by_option.returncode == 0
    assert "57 of 57 numbers and dates covered (full)" in by_option.stdout
    assert by_option.stdout.endswith("no problems, 1 warning; quotes checked against the texts\n")


@pytest.mark.parametrize("texts", [(), ("--articles", "texts")], ids=["seals", "texts"])
def test_one_changed_word_of_a_quote_fails(folder: Path, texts: tuple[str, ...]) -> None:
    """With and without the texts the check names file, line and fact."""
    file = folder / "facts/articles/reed-2020.yaml"
    line = edit(file, "the old crane was taken down", "the old crane was torn down")
    done = _run(folder, "check", *texts)
    assert done.returncode == 1
    problems = [at for at in done.stdout.splitlines() if at.startswith("articles/reed-2020.yaml:")]
    assert problems
    assert all("crane" in problem for problem in problems)
    assert any(problem.startswith(f"articles/reed-2020.yaml:{line}:") for problem in problems)


def test_seal_refuses_what_it_cannot_prove_and_writes_nothing(folder: Path) -> None:
    """Seals are written after the proof of every quote, or not at all."""
    before = {path.name: path.read_bytes() for path in (folder / "facts/seals").iterdir()}
    edit(folder / "facts/articles/reed-2020.yaml", "the old crane was taken", "the crane was taken")
    done = _run(folder, "seal", "--articles", "texts")
    assert done.returncode == 1
    assert done.stderr.startswith("The facts can't be used. 2 problems:\narticles/reed-2020.yaml:")
    assert {path.name: path.read_bytes() for path in (folder / "facts/seals").iterdir()} == before


def test_seal_needs_texts(sealed: Path) -> None:
    """Without them it says how to give them."""
    done = _run(sealed, "seal")
    assert (done.returncode, done.stderr) == (
        1,
        "Sealing needs the texts: give --articles, or set FOOTNOTE_ARTICLES.\n",
    )


def test_seal_says_what_the_disk_refuses(folder: Path) -> None:
    """A file in the place of the folder of seals is told in a sentence."""
    shutil.rmtree(folder / "facts/seals")
    (folder / "facts/seals").write_text("")
    done = _run(folder, "seal", "--articles", "texts")
    assert done.returncode == 1
    assert done.stderr.endswith("facts/seals can't be written (File exists).\n")


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("seal", "--articles", "texts"), ("ask", "/help"), ("run", "--port", "0")],
    ids=lambda arguments: arguments[0],
)
def test_missing_facts_are_named(sealed: Path, arguments: tuple[str, ...]) -> None:
    """Where there is no folder of facts, every command says where it looked."""
    done = _run(sealed, *arguments, FOOTNOTE_FACTS_DIR="nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "token"),
    [
        (("check",), ""),
        (("ask", "/help"), ""),
        (("run", "--port", "0"), ""),
        (("run",), "a.b.c"),
    ],
    ids=["check", "ask", "local", "discord"],
)
def test_broken_facts_are_listed_all_at_once(
    folder: Path, arguments: tuple[str, ...], token: str
) -> None:
    """Each problem of each file with its place; a first start ends with that list."""
    (folder / "facts/articles/hall-2022.yaml").write_text("a: 1\na: 2\n  - x: [\n")
    (folder / "facts/articles/bridge-2021.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "facts/articles/loop.yaml").write_text("a: &a [*a]\n")
    edit(folder / "facts/articles/reed-2020.yaml", '"status": "planned"', '"status": "hoped"')
    done = _run(folder, *arguments, DISCORD_TOKEN=token)
    assert done.returncode == 1
    printed = done.stdout + done.stderr
    for name in ("hall-2022", "bridge-2021", "loop", "reed-2020"):
        assert f"articles/{name}.yaml:" in printed
    assert "'hoped'" in printed
    assert list(folder.glob("data/facts-*.db")) == []


def test_ask_answers_in_the_terminal(sealed: Path) -> None:
    """The same answer as on Discord, as plain text."""
    done = _run(sealed, "ask", "/timeline topic:гавань from:2010 to:July 2010")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Timeline: Harbour, ")
    assert "July 2010  The old crane is taken down. [1]" in lines
    assert "  [1] Reed (opinion), 1 March 2020" in lines
    assert "\\" not in done.stdout


def test_ask_shows_the_source_words(sealed: Path) -> None:
    """`--words` is the button of that name."""
    done = _run(sealed, "ask", "--words", "/timeline topic:energy page:3")
    assert "3 facts behind this page" in done.stdout
    assert "    > in 1973 turbine Pear began to turn [1]" in done.stdout.splitlines()


def test_ask_shows_the_words_around(sealed: Path) -> None:
    """`--around` is the button of that name, where the texts are; where not, it says what to do."""
    line = "/timeline topic:energy page:3"
    texts = str(sealed / "texts")
    done = _run(sealed, "ask", "--around", line, FOOTNOTE_ARTICLES=texts)
    quote = "⟦in 1973 turbine Pear began to turn⟧"
    passage = f"    > They say: {quote}. {harbour.PADDING} [1]"
    assert passage in done.stdout.splitlines()
    done = _run(sealed, "ask", "--around", line)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("name their folder in FOOTNOTE_ARTICLES.\n")


def test_ask_checks_a_text(sealed: Path) -> None:
    """With the option's name or without, and with points and colons in it."""
    for line in ("/check text:", "check "):
        done = _run(sealed, "ask", f"{line}Cargo, 2015: it came to 150 thousand tonnes. So what?")
        assert done.returncode == 0
        assert "> in 2015 the cargo came to 146.8 thousand tonnes [1]" in done.stdout
        assert "Different:  the message has 150 thousand tonnes (2015);" in done.stdout
    done = _run(sealed, "ask", "/check text:")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no words in this message" in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "There is no command in this. There are /timeline, "),
        ("hello there", "There is no command /hello; "),
        ("/upcoming calendar:True", "--as ics"),
        ("/timeline energy", "“energy” belongs to no option of /timeline."),
        ("/help me", "/help takes no options, but was given “me”."),
        ("/search", "/search needs the option query"),
        ("/timeline topic:harbor", "There is no topic “harbor”. Did you mean “Harbour”?"),
        ("/timeline from:2023-02-30", "There is no such day as “2023-02-30”"),
        ("/timeline page:none", "“none” is no page number."),
        (f"/search {'x' * 301}", "at most 300 characters"),
        ("\x1b[2J; drop table fact", "There is no command /"),
    ],
)
def test_ask_explains_what_it_cannot_answer(sealed: Path, line: str, said: str) -> None:
    """One sentence on standard error, and status 2."""
    done = _run(sealed, "ask", line)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_ask_says_that_a_check_has_no_other_view(sealed: Path) -> None:
    """The words stand beside each result; an option that did nothing would promise more."""
    for option in ("--words", "--around"):
        done = _run(sealed, "ask", option, "/check 150 thousand tonnes of cargo in 2015")
        assert (done.returncode, done.stdout) == (2, "")
        assert "/check shows the source words" in done.stderr


def test_ask_lists_as_the_language_does(sealed: Path) -> None:
    """In Chinese, what there is stands between its own commas."""
    done = _run(sealed, "ask", "/nonsense", "--language", "zh")
    assert "/timeline、/figures、/quote" in done.stderr


@pytest.mark.parametrize("arguments", [("ask", "/help"), ("check",)], ids=["ask", "check"])
def test_a_reader_that_goes_away_is_no_error(sealed: Path, arguments: tuple[str, ...]) -> None:
    """As `| head` does: the command ends at once and quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=sealed,
            env=environment(sealed),
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.parametrize("language", ["ru", "русский"])
def test_ask_answers_in_a_language(sealed: Path, language: str) -> None:
    """By its code or its own name: sentences, labels and what is wrong with a question."""
    done = _run(sealed, "ask", "/timeline topic:harbour", "--language", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Хронология: " in done.stdout.splitlines()[0]
    done = _run(sealed, "ask", "/timeline topic:harbor", "--language", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Темы «harbor» нет" in done.stderr


def test_ask_names_the_languages_that_there_are(sealed: Path) -> None:
    """For one that is none."""
    done = _run(sealed, "ask", "/help", "--language", "fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no language “fr”. There are: English (en), русский (ru), 中文 (zh).\n"
    )


def test_ask_takes_bytes_that_are_no_text(sealed: Path) -> None:
    """A terminal in another encoding may send anything."""
    done = _run(sealed, "ask", b"/search \xff\xfe ferry")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The ferry line to Eastport opens." in done.stdout


def test_a_terminal_without_unicode_gets_the_answer_too(sealed: Path) -> None:
    """What it can't show is replaced; the rest of the answer is there."""
    done = _run(sealed, "ask", "/timeline topic:harbour", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Fact editors? note" in done.stdout


def test_ask_writes_an_answers_facts_as_a_file(sealed: Path) -> None:
    """The whole answer's, whichever page was asked, and nothing else, to standard output."""
    done = _run(sealed, "ask", "/timeline topic:energy page:2", "--as", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [row["when"] for row in rows] == [str(1951 + n) for n in range(23)]
    done = _run(sealed, "ask", "/figures", "--as", "json")
    assert json.loads(done.stdout)["format"] == "footnote-answer/1"
    assert _run(sealed, "ask", "/quote", "--as", "md").stdout.startswith("# Quotes")
    assert json.loads(_run(sealed, "ask", "/quote", "--as", "csl").stdout)[0]["id"] == "reed-2020"
    assert _run(sealed, "ask", "/timeline", "--as", "ics").stdout.startswith("BEGIN:VCALENDAR")


def test_ask_writes_the_facts_beside_a_checked_text_as_a_file(sealed: Path) -> None:
    """Without the text, which says nothing of them."""
    line = "/check text:Cargo, 2015: it came to 150 thousand tonnes, says zugzwang."
    done = _run(sealed, "ask", line, "--as", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    [row] = csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff")))
    assert (row["id"], row["value"], row["question"]) == (
        "reed-2020/cargo-2015", "146.8", "/check",
    )  # fmt: skip
    assert "zugzwang" not in done.stdout
    assert _run(sealed, "ask", line, "--as", "md").stdout.startswith("# The facts beside a")


def test_ask_says_why_there_is_no_file(sealed: Path) -> None:
    """In one sentence, and with nothing in the file."""
    for line, form, said in (
        ("/quote", "ics", "No event of this answer has a year, month or day"),
        ("/help", "csv", "There are no facts behind this answer"),
        ("/check text:The weather was fine.", "csv", "There are no facts behind this answer"),
        ("/check text:In 2015 the cargo came to 150 thousand tonnes.", "ics", "No event of this"),
        ("/timeline topic:nothing-such", "csv", "“nothing-such”"),
    ):
        done = _run(sealed, "ask", line, "--as", form)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_schema_prints_that_of_an_answer(sealed: Path) -> None:
    """The one that is published."""
    done = _run(sealed, "schema", "--answer")
    assert done.returncode == 0
    assert done.stdout == (PROJECT / "docs/answer.schema.json").read_text(encoding="utf-8")


def test_schema_writes_the_formats_schemas(folder: Path) -> None:
    """Two JSON Schemas beside the facts, which editors can use."""
    done = _run(folder, "schema")
    assert done.returncode == 0
    article = json.loads((folder / "facts/article.schema.json").read_text())
    vocabulary = json.loads((folder / "facts/vocabulary.schema.json").read_text())
    assert "events" in article["properties"]
    assert "topics" in vocabulary["properties"]


def test_schema_says_where_it_cannot_write(sealed: Path) -> None:
    """A missing folder is a sentence."""
    done = _run(sealed, "schema", FOOTNOTE_FACTS_DIR="nowhere")
    assert (done.returncode, done.stderr) == (
        1,
        "nowhere/article.schema.json can't be written (No such file or directory).\n",
    )


@pytest.mark.parametrize("arguments", [(), ("dance",), ("ask",), ("run", "--port", "x")])
def test_a_wrong_command_shows_how_it_is_used(sealed: Path, arguments: tuple[str, ...]) -> None:
    """Usage on standard error, status 2."""
    done = _run(sealed, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m bot")


def test_a_wrong_setting_is_named(sealed: Path) -> None:
    """A variable that is misspelt or has no sense ends every command at once."""
    done = _run(sealed, "check", FOOTNOTE_TIME_ZONE="Europe/Berln", FOOTNOTE_FACT_DIR="x")
    assert done.returncode == 1
    assert "FOOTNOTE_TIME_ZONE: " in done.stderr
    assert "did you mean FOOTNOTE_FACTS_DIR?" in done.stderr


def test_a_port_that_is_none_is_refused(sealed: Path) -> None:
    """A number out of range is told as that."""
    done = _run(sealed, "run", "--port", "65536")
    assert done.returncode == 1
    assert "between 0 and 65535" in done.stderr


def test_a_port_in_use_is_named_with_the_way_out(sealed: Path) -> None:
    """The workspace says which port is taken and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = _run(sealed, "run", "--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr


def test_two_bots_on_one_data_folder_are_refused(folder: Path) -> None:
    """The second says who has the folder, and touches nothing."""
    (folder / "data").mkdir()
    lock = FolderLock(folder / "data")
    try:
        done = _run(folder, "run", DISCORD_TOKEN="a.b.c")
    finally:
        lock.release()
    assert done.returncode == 1
    assert f"Another Footnote (process {os.getpid()}) is using the folder" in done.stderr
    assert not (folder / "data/state.db").exists()


def test_a_data_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    """A file in its place ends the start with a sentence."""
    (folder / "data").write_text("")
    done = _run(folder, "run", DISCORD_TOKEN="a.b.c")
    assert done.returncode == 1
    assert f"The folder {folder / 'data'} cannot be made" in done.stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (discord.LoginFailure("Improper token has been passed."), "refuses the token"),
        (aiohttp.ClientConnectionError("no route to host"), "can't be reached (no route to host)"),
    ],
    ids=["token", "network"],
)
def test_a_start_that_discord_refuses_says_why(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: Exception,
    said: str,
) -> None:
    """A wrong token or a missing network is told in a sentence without the token, status 1."""

    async def login(_: Footnote, token: str) -> None:
        assert token == "a.secret.token"
        raise fault

    monkeypatch.setattr(Footnote, "login", login)
    monkeypatch.setattr("bot.__main__.set_up", lambda *_, **__: None)
    for name, value in environment(folder, DISCORD_TOKEN="a.secret.token").items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    assert main(["run"]) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert "a.secret.token" not in printed.out + printed.err
    assert len(list((folder / "data").glob("facts-*.db"))) == 1


def test_the_invite_asks_for_what_daily_posts_need_and_no_more() -> None:
    """In a channel or a thread; and the README says what these permissions are for."""
    assert discord.Permissions(PERMISSIONS) == discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        embed_links=True,
        read_message_history=True,
    )
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "asks for no permissions" not in readme
