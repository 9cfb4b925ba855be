"""The first start: without a store of one's own, one is made with the bundled talks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import program
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import digest


def test_the_first_start_makes_a_store_and_says_where(cli: Cli, home: Path) -> None:
    done = cli()
    assert done.returncode == 0
    assert done.stderr == f"Made {program.own_store(home)} with the bundled talks.\n"
    assert "Rustem Umerov" in done.stdout


def test_the_second_start_opens_it_as_it_is(cli: Cli, home: Path) -> None:
    first = cli()
    before = digest(program.own_store(home))
    second = cli()
    assert (second.returncode, second.stderr, second.stdout) == (0, "", first.stdout)
    assert digest(program.own_store(home)) == before


@pytest.mark.parametrize("empty", ["", "data"])
def test_where_a_users_data_is_kept_is_asked_of_the_system(cli: Cli, home: Path, empty: str) -> None:
    folder = home / "elsewhere"
    done = cli(XDG_DATA_HOME=str(folder) if empty else "")
    assert done.returncode == 0
    assert list(home.rglob("talks.db"))


def test_reading_only_makes_no_store(refusal: Refusal, home: Path) -> None:
    assert refusal("--read-only").startswith(f"There is no store at {program.own_store(home)}")
    assert list(home.rglob("*")) == []


def test_a_store_that_is_named_is_never_made_by_opening_it(refusal: Refusal, tmp_path: Path) -> None:
    assert "make one with “talks-tui new mine.db”" in refusal("mine.db")
    assert "make one with “talks-tui new yours.db”" in refusal(TALKS_STORE="yours.db")
    assert list((tmp_path / "here").iterdir()) == []


def test_a_home_that_cannot_be_written_is_named(refusal: Refusal, home: Path) -> None:
    (home / "data").write_text("a file where a folder should be")
    assert "can't be made" in refusal()


def test_helps_and_refusals_make_nothing(cli: Cli, home: Path) -> None:
    cli("--help")
    cli("--frobnicate")
    assert list(home.rglob("*")) == []
