"""Made-up corpora as `facts/` folders that pass the check, each written once and kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.corpus.files import ARTICLES, MAX_BYTES, SEALS, VOCABULARY
from bot.corpus.model import ArticleFile, Figure, Term, Vocabulary, public_id
from tests.benchmarks.proved import proved, sealed
from tests.benchmarks.synthetic import articles
from tests.benchmarks.vocabulary import vocabulary

_GENERATOR = (
    "language.py",
    "vocabulary.py",
    "dates.py",
    "synthetic.py",
    "proved.py",
    "on_disk.py",
)


def written(n_facts: int, seed: int, cache: Path) -> Path:
    """The facts of a made-up corpus, from `cache` or else written into it; not to be edited."""
    digest = hashlib.sha256()
    for name in _GENERATOR:
        digest.update(Path(__file__).with_name(name).read_bytes())
    path = cache / f"facts-{n_facts}-{seed}-{digest.hexdigest()[:12]}"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".facts-", dir=cache))
        try:
            _write(n_facts, seed, new)
            new.rename(path)
        except BaseException:
            shutil.rmtree(new)
            raise
    return path


def _write(n_facts: int, seed: int, folder: Path) -> None:
    (folder / ARTICLES).mkdir()
    (folder / SEALS).mkdir()
    used: dict[str, set[str]] = defaultdict(set)
    for made in articles(n_facts, seed):
        file = proved(made)
        name = f"{file.article.id}.yaml"
        _save(folder / ARTICLES / name, file.model_dump(mode="json", exclude_defaults=True))
        _save(folder / SEALS / name, sealed(file).model_dump())
        _note_used(file, used)
    _save(folder / VOCABULARY, _fitting(vocabulary(n_facts, seed), used))


def _note_used(file: ArticleFile, used: dict[str, set[str]]) -> None:
    if file.article.person is not None:
        used["people"].add(file.article.person)
    for _, fact in file.facts():
        used["topics"].update(fact.topics)
        used["people"].update(fact.people, fact.speaker)
        if fact.happening is not None:
            used["happenings"].add(fact.happening)
        if isinstance(fact, Figure):
            used["measures"].add(fact.measure)


_ROOM = MAX_BYTES - 1024


def _fitting(words: Vocabulary, used: Mapping[str, set[str]]) -> dict[str, Any]:
    """The words that facts use, each label once, in a file that is read.

    All have their English label; from the most used one on, they have their others and their
    aliases as far as there is room.
    """
    found: dict[str, Any] = {"format": "1", "units": _plain(words.units)}
    room = _ROOM
    waiting: list[tuple[int, str, str]] = []
    taken: dict[str, set[str]] = {}
    for section, keys in used.items():
        terms: Mapping[str, Term] = getattr(words, section)
        known = taken[section] = set()
        found[section] = {}
        for rank, key in enumerate(key for key in terms if key in keys):
            term = terms[key].model_dump(
                mode="json", exclude_defaults=True, exclude={"ru", "zh", "aliases"}
            )
            if term["en"].casefold() in known:
                term["en"] = f"{term['en'][:70]} {rank}"
            known.add(term["en"].casefold())
            found[section][key] = term
            waiting.append((rank, section, key))
    room -= len(_yaml(found).encode())
    for _, section, key in sorted(waiting):
        more = _more(getattr(words, section)[key], taken[section])
        room -= len(_yaml(more, "    ").encode())
        if room < 0:
            break
        found[section][key] |= more
    return found


def _more(term: Term, taken: set[str]) -> dict[str, Any]:
    """What names a word besides its English label, but what names another one."""

    def is_new(label: str) -> bool:
        new = label.casefold() not in taken
        taken.add(label.casefold())
        return new

    labels = {name: getattr(term, name) for name in ("ru", "zh") if is_new(getattr(term, name))}
    return {**labels, "aliases": [alias for alias in term.aliases if is_new(alias)]}


def _plain(terms: Mapping[str, Any]) -> dict[str, Any]:
    return {key: term.model_dump(mode="json", exclude_none=True) for key, term in terms.items()}


def _save(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(_yaml(value), encoding="utf-8")


def _yaml(value: Mapping[str, Any], indent: str = "") -> str:
    """Keys on lines of their own. JSON's texts and lists of texts are YAML's as well."""
    return "".join(f"{line}\n" for line in _lines(value, indent))


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        if isinstance(item, dict):
            yield f"{indent}{key}:"
            yield from _lines(item, f"{indent}  ")
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            yield f"{indent}{key}:"
            for entry in item:
                first, *rest = _lines(entry, f"{indent}    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {json.dumps(item, ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Edited:
    """An article's file, and the public ids of the event and the figure in it that say more."""

    path: Path
    event: str
    figure: str


@contextlib.contextmanager
def edited(facts: Path, words: str) -> Iterator[Edited]:
    """Let an event's own line and a figure's note say `words`, in one file; put back at the end."""
    names = sorted((facts / ARTICLES).glob("*.yaml"))
    for path in names[len(names) // 2 :] + names:
        before = path.read_text(encoding="utf-8")
        event, between = _said(before, "events", "what", words)
        figure, after = _said(between, "figures", "text", words)
        if event and figure:
            break
    else:
        raise ValueError(f"no file in {facts} has an event and a figure with a note")
    path.write_text(after, encoding="utf-8")
    try:
        yield Edited(path, public_id(path.stem, event), public_id(path.stem, figure))
    finally:
        path.write_text(before, encoding="utf-8")


def _said(text: str, section: str, field: str, words: str) -> tuple[str, str]:
    """The id of a section's first fact with a field on one line, and the text that says `words`
    there; no id where there is none."""
    facts = re.search(rf"^{section}:\n(?:[ #].*\n|\n)+", text, re.MULTILINE)
    if facts is None:
        return "", text
    value = re.compile(rf"^( +(?:- )?{field}: )[^>|\n].*$", re.MULTILINE)
    found = value.search(text, facts.start(), facts.end())
    if found is None:
        return "", text
    before = text[facts.start() : found.start()]
    *_, key = re.findall(r"^  - id: \"?([a-z0-9-]+)", before, re.MULTILINE)
    new = found[1] + json.dumps(words, ensure_ascii=False)
    return key, text[: found.start()] + new + text[found.end() :]
