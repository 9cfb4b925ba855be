"""A talks file is all that a store holds: imported into an empty store, it makes the same one."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from db.documents import attach
from db.drafts import Draft
from db.exporting.selection import Selection
from db.exporting.talks import toml
from db.exporting.talks_json import talks_json
from db.importing import import_file, load
from db.schema import TABLES
from db.text import UNSAFE
from tests.db.exporting.exported import exported
from tests.db.exporting.made import talks
from tests.db.helpers import ask, reading, writing
from tests.traps import trap

Form = Callable[[Selection], Iterator[str]]
TEXT = "One day.\n\nThe second day: “it’s open”.\nThird.\n"


def again(text: str, ending: str, empty: Path, folder: Path) -> Path:
    """A store that was empty, with a talks file imported."""
    file = folder / f"again{ending}"
    file.write_text(text, encoding="utf-8", newline="")
    made = Path(shutil.copy(empty, folder / "again.db"))
    import_file(made, file)
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drafts=talks())
def test_any_store_comes_back_the_same(
    drafts: list[Draft], masters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("again")
    made = Path(shutil.copy(masters[1], folder / "made.db"))
    with writing(made) as conn:
        load(conn, drafts, "test", "made up")
    text = exported(made)
    document = exported(made, talks_json)
    assert json.loads(document) == with_nulls(tomllib.loads(text))
    for given_text, ending, form in ((text, ".toml", toml), (document, ".json", talks_json)):
        same = again(given_text, ending, masters[1], folder)
        assert exported(same, form) == given_text
        assert everything(same) == everything(made)
    shutil.rmtree(folder)


def with_nulls(value: Any) -> Any:  # noqa: ANN401
    """What a talks file says, with what it has to say in JSON as TOML has no null."""
    if isinstance(value, list):
        return [with_nulls(one) for one in value]
    if not isinstance(value, dict):
        return value
    said = {name: with_nulls(one) for name, one in value.items()}
    return said | ({"extra": json.loads(said["extra"])} if isinstance(said.get("extra"), str) else {})


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a store, its caches included, but who changed it when."""
    found = {}
    with reading(path) as conn:
        for table in TABLES:
            columns = [name for _, name, *_ in conn.execute(f"PRAGMA table_info({table})") if name != "change"]
            rows = conn.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
    del found["changes"]
    return found


@pytest.mark.parametrize(("form", "ending"), [(toml, ".toml"), (talks_json, ".json")])
def test_the_bundled_talks_come_back_with_their_texts(
    store_path: Path, empty_store: Path, tmp_path: Path, form: Form, ending: str
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("".join(f"Paragraph {number}: {TEXT}\n" for number in range(1, 40)), encoding="utf-8")
    attach(store_path, "rt", article)
    article.write_text(TEXT, encoding="utf-8")
    attach(store_path, "rt", article)  # most passages aren't in this edition
    text = exported(store_path, form)
    same = again(text, ending, empty_store, tmp_path)
    assert exported(same, form) == text
    assert everything(same) == everything(store_path)
    [(found, placed)] = ask(same, "SELECT count(*), count(begins) FROM anchors")
    assert found > placed > 0  # type: ignore[operator]
    report = import_file(same, tmp_path / f"again{ending}")
    assert {count.kind for count in report.counts if count.added or count.changed} == set()


def test_a_record_is_a_table_with_a_line_for_each_claim(talks: Callable[[str], Path]) -> None:
    path = talks("""
[events.quarrel]
type = "ACCUSE"
status = "held"
title = 'A "quarrel" \\ in 漢字'
starts = "2026-02-03"
claims = [{source="post", locator="1"}, {source="gazette", locator="2", inferred=true, modality="denies"}]
links = [{kind="about", to="issue:land"}]
[[events.quarrel.parties]]
party = "alpha"
role = "accuser"
claims = [{source="post", locator="1"}]
delegates = [{person="ann", role="head", status="present"}, {role="member", status="present", description="two more"}]
""")
    assert (
        exported(path).partition("[events.quarrel]")[2]
        == """
type = "ACCUSE"
status = "held"
title = "A \\"quarrel\\" \\\\ in 漢字"
starts = "2026-02-03"
claims = [
  {source="post", locator="1"},
  {source="gazette", locator="2", modality="denies", inferred=true},
]
links = [{kind="about", to="issue:land"}]

[[events.quarrel.parties]]
party = "alpha"
role = "accuser"
claims = [{source="post", locator="1"}]
delegates = [
  {person="ann", role="head", status="present"},
  {role="member", status="present", description="two more"},
]
"""
    )


def test_a_slug_and_a_process_are_only_written_where_nothing_else_gives_them(talks: Callable[[str], Path]) -> None:
    path = talks("""
[processes.other]
name = "Others"
[people.dee]
name = "Dee"
[[offices]]
person = "dee"
party = "alpha"
title = "Envoy"
[[offices]]
slug = "the-second"
person = "dee"
party = "beta"
title = "Envoy"
[issues.sea]
process = "other"
name = "Sea"
[events.far]
process = "other"
type = "CONSULT"
status = "held"
title = "Far"
[[events.far.parties]]
party = "alpha"
role = "host"
[[events.far.parties]]
process = "talks"
party = "beta"
role = "host"
""")
    tables = tomllib.loads(exported(path))
    assert tables["process"] == "talks"
    assert [office.get("slug") for office in tables["offices"]] == [None, "the-second"]
    assert {slug: issue.get("process") for slug, issue in tables["issues"].items()} == {"land": None, "sea": "other"}
    assert tables["events"]["far"]["process"] == "other"
    assert [part.get("process") for part in tables["events"]["far"]["parties"]] == [None, "talks"]


def test_what_a_foreign_store_holds_is_escaped_and_obeyed_by_nobody(store_path: Path) -> None:
    trap(store_path)
    text, document = exported(store_path), exported(store_path, talks_json)
    for line in (*text.split("\n"), *document.split("\n")):
        assert not UNSAFE.search(line)
    titles = {title for (title,) in ask(store_path, "SELECT title FROM events")}
    for tables in (tomllib.loads(text), json.loads(document)):
        assert {event["title"] for event in tables["events"].values()} == titles


def test_an_empty_store_is_a_talks_file_too(empty_store: Path, tmp_path: Path) -> None:
    assert exported(empty_store) == "format = 1\n"
    assert json.loads(exported(empty_store, talks_json)) == {"format": 1}
    file = tmp_path / "nothing.toml"
    file.write_text("format = 1\n", encoding="utf-8")
    assert import_file(empty_store, file).counts == ()
