"""`talks-tui export -o FILE.html`: one page that stands alone, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests import webpage
from tests.cli.conftest import Cli, Refusal


def test_a_page_is_written_whole_and_the_same_each_time(cli: Cli, store_path: Path, tmp_path: Path) -> None:
    done = cli("export", store_path, "-o", tmp_path / "talks.html")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "The page is of ukraine-peace-talks; --process names another: iran-talks.\n"
    text = (tmp_path / "talks.html").read_text(encoding="utf-8")
    assert "event-round-2" in webpage.read(text).ids
    printed = cli("export", store_path, "--format", "html", "--process", "ukraine-peace-talks")
    assert (printed.stdout, printed.stderr) == (text, "")


def test_a_day_a_voice_and_filters_are_obeyed(cli: Cli, store_path: Path) -> None:
    asked = ("--as-of", "3 feb 2026", "--word", "rt", "--where", "party:ru", "--process", "ukraine-peace-talks")
    text = webpage.read(cli("export", store_path, "--format", "html", *asked).stdout).text
    assert "As of 3 Feb 2026" in text
    assert "On the word of RT" in text
    assert "Shown events that fit: party:ru" in text
    assert "Kyiv to adjust" not in text


def test_a_filter_that_names_nothing_there_leaves_no_page(refusal: Refusal, store_path: Path, tmp_path: Path) -> None:
    place = tmp_path / "talks.html"
    said = refusal("export", store_path, "-o", place, "--where", "party:nobody", status=2)
    assert said.startswith("There is no party “nobody”")
    assert not place.exists()
