"""`talks-tui import`: a file is taken whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.bundled import FILE
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import CAST, ask, digest, whole

BUNDLED = Path(__file__).resolve().parent.parent.parent / "db" / "talks" / FILE

FAULTY = """
format = 1
process = "talks"

[processes.talks]
name = "The talks"

[events.one]
type = "PARTY"
status = "perhaps"
title = "One"
starts = "the day after"
"""


@pytest.fixture
def talks_file(tmp_path: Path) -> Path:
    path = tmp_path / "cast.toml"
    path.write_text(CAST, encoding="utf-8")
    return path


def test_a_file_says_what_it_brought(cli: Cli, store_path: Path, talks_file: Path) -> None:
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{talks_file}: 11 added, 0 changed, 0 there already.\n"
    assert ask(store_path, "SELECT name FROM people WHERE name = 'Ann'") == [("Ann",)]


def test_the_same_file_again_adds_nothing(cli: Cli, store_path: Path, talks_file: Path) -> None:
    cli("import", store_path, talks_file)
    before = whole(store_path)
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stdout) == (0, f"{talks_file}: 0 added, 0 changed, 11 there already.\n")
    assert whole(store_path) == before


def test_the_bundled_talks_are_a_file_like_any_other(cli: Cli, store_path: Path) -> None:
    before = whole(store_path)
    done = cli("import", store_path, BUNDLED)
    assert re.search(r": 0 added, 0 changed, \d{3,} there already\.$", done.stdout)
    assert whole(store_path) == before


def test_only_what_differs_is_changed(cli: Cli, store_path: Path, talks_file: Path) -> None:
    cli("import", store_path, talks_file)
    talks_file.write_text(CAST.replace('name = "Bob"', 'name = "Robert"'), encoding="utf-8")
    assert cli("import", store_path, talks_file).stdout == f"{talks_file}: 0 added, 1 changed, 10 there already.\n"


def test_each_fault_of_a_file_is_a_line_of_its_own(cli: Cli, store_path: Path, talks_file: Path) -> None:
    talks_file.write_text(FAULTY, encoding="utf-8")
    before = digest(store_path), whole(store_path)
    done = cli("import", store_path, talks_file)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.removeprefix("talks-tui: ").splitlines()
    assert [re.search(r"events\.one\.(\w+)", line)[1] for line in lines] == ["type", "status", "starts"]  # type: ignore[index]
    assert all(line.startswith(f"{talks_file}: ") and line.endswith(".") for line in lines)
    assert "Traceback" not in done.stderr
    assert (digest(store_path), whole(store_path)) == before


def test_of_several_files_those_before_a_faulty_one_are_in(cli: Cli, store_path: Path, talks_file: Path) -> None:
    faulty = talks_file.with_name("faulty.toml")
    faulty.write_text(FAULTY, encoding="utf-8")
    done = cli("import", store_path, talks_file, faulty)
    assert done.returncode == 1
    assert done.stdout == f"{talks_file}: 11 added, 0 changed, 0 there already.\n"
    assert str(faulty) in done.stderr
    assert ask(store_path, "SELECT count(*) FROM people WHERE name = 'Ann'") == [(1,)]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"format = ", "is not TOML"),
        (b"format = 1\n[events.a]\nx = \xff\n", "is not UTF-8"),
        (b"SQLite format 3\x00", "is an SQLite database"),
        (b'format = 1\n["\\u001b]0;x\\u0007"]\n', "there is no table"),
        (b"format = 1\nx = " + b"[" * 5000, "nested too deeply"),
        (b"format = " + b"9" * 6000, "too long"),
    ],
    ids=["empty", "half a line", "latin 1", "a store", "control characters", "deep", "long"],
)
def test_what_is_no_talks_file_is_refused_in_a_sentence(
    refusal: Refusal, store_path: Path, talks_file: Path, content: bytes, complaint: str
) -> None:
    talks_file.write_bytes(content)
    before = digest(store_path)
    assert complaint in refusal("import", store_path, talks_file)
    assert digest(store_path) == before


@pytest.mark.parametrize("name", ["nowhere.toml", ".", "new\nline.toml", "\x1b[2J.toml", b"\xff.toml"])
def test_a_file_that_is_not_there_is_named(refusal: Refusal, store_path: Path, name: str | bytes) -> None:
    assert "can't be read" in refusal("import", store_path, name)


def test_a_file_may_have_any_name(cli: Cli, store_path: Path, talks_file: Path) -> None:
    odd = talks_file.rename(talks_file.with_name("odd\x1b[2J\n\u202e.toml"))
    done = cli("import", store_path, odd)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("odd\ufffd[2J\ufffd\ufffd.toml: 11 added, 0 changed, 0 there already.\n")


def test_a_store_has_to_be_there(refusal: Refusal, talks_file: Path, tmp_path: Path) -> None:
    assert "make one with “talks-tui new mine.db”" in refusal("import", "mine.db", talks_file)
    assert list((tmp_path / "here").iterdir()) == []
