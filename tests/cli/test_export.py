"""`talks-tui export`: what a store holds, for files, pipes and programs."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import sqlite3
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from icalendar import Calendar

from db import watching
from db.errors import BusyError, StoreError
from db.text import UNSAFE
from tests import program
from tests.bench import synthetic
from tests.bench.exporting import export
from tests.cli.conftest import Cli, Refusal
from tests.db.exporting.exported import exported
from tests.db.helpers import digest
from tests.terminal import Terminal
from tests.traps import trap
from tui.cli.export import FORMATS, parser
from tui.cli.options import Options

READ: dict[str, Callable[[str], Any]] = {
    "toml": tomllib.loads, "json": json.loads, "popolo": json.loads, "ical": Calendar.from_ical,
    "timelinejs": json.loads,
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_every_format_that_is_a_text_goes_to_standard_output(cli: Cli, store_path: Path, name: str) -> None:
    done = cli("export", store_path, "--format", name)
    assert done.returncode == 0
    assert READ[name](done.stdout)
    assert (done.stderr == "") == (name != "popolo")  # which has no word for many a date
    assert READ.keys() | {"csv"} <= FORMATS.keys()


@pytest.mark.parametrize(
    ("out", "words", "name"),
    [
        ("out.toml", (), "toml"), ("out.json", (), "json"), ("out.ICS", (), "ical"), ("out.txt", (), "toml"),
        ("out.json", ("--format", "popolo"), "popolo"), ("out", (), "toml"),
    ],
)  # fmt: skip
def test_a_file_is_of_the_format_that_is_named_or_that_its_ending_says(
    cli: Cli, store_path: Path, tmp_path: Path, out: str, words: tuple[str, ...], name: str
) -> None:
    file = tmp_path / out
    done = cli("export", store_path, "-o", file, *words)
    assert (done.returncode, done.stdout) == (0, f"Wrote {file} ({name}).\n")
    text = cli("export", store_path, "--format", name).stdout
    assert file.read_bytes().decode().replace("\r\n", "\n") == text
    assert {path.name for path in tmp_path.iterdir() if "talks.db" not in path.name} == {out, "home", "here"}


def test_tables_go_into_a_folder_or_an_archive(cli: Cli, store_path: Path, tmp_path: Path) -> None:
    done = cli("export", store_path, "--format", "csv", "-o", tmp_path / "tables")
    assert (done.returncode, done.stderr) == (0, "")
    done = cli("export", store_path, "-o", tmp_path / "tables.zip")
    assert (done.returncode, done.stdout) == (0, f"Wrote {tmp_path / 'tables.zip'} (csv).\n")
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "tables" / name).read_bytes()
        events = [*csv.DictReader(io.StringIO(archive.read("events.csv").decode("utf-8-sig"), newline=""))]
    assert len(events) == 50


def test_tables_are_read_again_by_their_fields(cli: Cli, store_path: Path, empty_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    cli("export", store_path, "-o", folder, "--format", "csv")
    names = ("processes", "parties", "people", "places", "sources", "issues", "events", "offices", "positions")
    done = cli("import", empty_store, *(folder / f"{name}.csv" for name in names), "--source", "Desk")
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(store_path)) as one, closing(sqlite3.connect(empty_store)) as other:
        for name in names:
            slugs = f"SELECT slug FROM {name} JOIN records USING (id) WHERE slug <> 'desk' ORDER BY slug"
            assert other.execute(slugs).fetchall() == one.execute(slugs).fetchall(), name


def test_what_is_asked_for_is_what_is_exported(cli: Cli, store_path: Path) -> None:
    words = ("--process", "ukraine-peace-talks", "--as-of", "30 jan", "--word", "moscow", "--where", "kind:round")
    done = cli("export", store_path, *words)
    assert done.returncode == 0, done.stderr
    tables = tomllib.loads(done.stdout)
    assert {slug: event["status"] for slug, event in tables["events"].items()} == {
        "round-1": "held", "round-2": "planned",
    }  # fmt: skip
    claims = [claim for event in tables["events"].values() for claim in event.get("claims", [])]
    assert claims
    assert all(claim["on_behalf_of"] == "ru" for claim in claims)


@pytest.mark.parametrize(
    ("words", "why", "status"),
    [
        (("--as-of", "the day before"), "“the day before” is not a day", 2),
        (("--as-of", "3.4.2026"), "could be", 2),
        (("--word", "nobody"), "There is no voice “nobody”", 2),
        (("--where", "colour:red"), "There is no filter “colour:”", 2),
        (("--where", "party:nobody"), "nobody", 2),
        (("--process", "nowhere"), "There is no negotiation “nowhere”", 1),
        (("--format", "csv"), "CSV is a file for each table: say where with -o FOLDER or -o FILE.zip.", 2),
        (("-o", "out.csv"), "CSV is a file for each table", 2),
        (("-o", "nowhere/out.toml"), "no such file or directory", 1),
        (("-o", "."), "is a folder: name a file in it.", 1),
        (("-o", "x" * 300), "file name too long", 1),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    refusal: Refusal, store_path: Path, tmp_path: Path, words: tuple[str, ...], why: str, status: int
) -> None:
    assert why in refusal("export", store_path, *words, status=status)
    assert [*(tmp_path / "here").iterdir()] == []


def test_nothing_is_overwritten_unless_that_was_asked_for_and_never_the_store(
    refusal: Refusal, cli: Cli, store_path: Path, tmp_path: Path
) -> None:
    before = digest(store_path)
    for words in ((), ("--force",)):
        assert "belongs to the store" in refusal("export", store_path, "-o", store_path, *words)
    assert digest(store_path) == before
    file = tmp_path / "out.toml"
    file.write_text("mine")
    assert "is already there" in refusal("export", store_path, "-o", file)
    assert file.read_text() == "mine"
    assert cli("export", store_path, "-o", file, "--force").returncode == 0
    assert file.read_text(encoding="utf-8") == exported(store_path)


def test_what_is_no_store_is_refused_and_nothing_is_made(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("my notes\n" * 99)
    assert "is not a SQLite file" in refusal("export", tmp_path / "notes.db", "-o", tmp_path / "out.toml")
    assert "There is no store at" in refusal("export", tmp_path / "nowhere.db")
    assert not (tmp_path / "out.toml").exists()


def test_a_reader_that_has_seen_enough_ends_it_quietly(store_path: Path, home: Path) -> None:
    for words in (("--format", "json"), ("-o", "/dev/stdout")):
        with subprocess.Popen(
            [*program.COMMAND, "export", store_path, *words],
            env=program.environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            assert running.stderr is not None
            assert running.stdout.read(10)
            running.stdout.close()
            assert running.stderr.read() == b""
            assert running.wait(30) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_broken_off_leaves_nothing(home: Path, tmp_path: Path, number: signal.Signals) -> None:
    synthetic.make(tmp_path / "made.db", 3000)
    out = tmp_path / "out"
    out.mkdir()
    with subprocess.Popen(
        [*program.COMMAND, "export", tmp_path / "made.db", "-o", out / "out.ics"],
        env=program.environment(home), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        deadline = monotonic() + 30
        while not any(path.stat().st_size for path in out.iterdir()):
            assert monotonic() < deadline
            assert running.poll() is None
        running.send_signal(number)
        assert running.wait(30) == 128 + number
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert [*out.iterdir()] == []


def test_ten_times_the_events_take_no_more_memory(home: Path, tmp_path: Path) -> None:
    most = []
    for events in (500, 5000):
        synthetic.make(tmp_path / f"{events}.db", events)
        most.append(export(tmp_path / f"{events}.db", "json", tmp_path, home)[1])
    assert most[1] - most[0] < 5  # megabytes; all of the text at once are five, what it is made of is more


def test_it_is_utf_8_whatever_the_terminal_is(cli: Cli, store_path: Path) -> None:
    done = cli("export", store_path, PYTHONIOENCODING="latin-1")
    assert done.stdout == exported(store_path)
    assert "US–Iran" in done.stdout


@pytest.mark.parametrize("name", READ)
def test_a_terminal_obeys_nothing_of_what_a_foreign_store_holds(home: Path, store_path: Path, name: str) -> None:
    trap(store_path)
    command = [*program.COMMAND, "export", str(store_path), "--format", name]
    with Terminal(command, env=program.environment(home)) as terminal:
        assert terminal.wait_exit() == 0
        text = terminal.raw.decode()
    text = re.sub("\r+\n", "\n", text)  # a terminal makes two of each
    lines = (text.replace("\n ", "") if name == "ical" else text).split("\n")  # whose long lines go on after a blank
    assert len(lines) > 100
    assert not [line for line in lines if UNSAFE.search(line)]


def test_what_changed_while_it_was_printed_is_not_printed_twice(
    store_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, text = watching.read, exported(store_path)

    def twice(path: Path, question: Callable[[watching.Connection], list[str]]) -> list[str]:
        whole(path, question)
        return whole(path, question)  # as after a `BusyError`

    monkeypatch.setattr(watching, "read", twice)
    options = parser().parse_args([str(store_path)], namespace=Options())
    with pytest.raises(StoreError, match="changed while it was read") as caught:
        options.run(options)
    assert not isinstance(caught.value, BusyError)
    assert capsys.readouterr().out == text
