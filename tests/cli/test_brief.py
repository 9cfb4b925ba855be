"""`talks-tui brief`: one page for an editor, as Markdown, HTML, text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Cli, Refusal
from tests.db.checks.helpers import spoil
from tests.db.helpers import digest, record
from tests.db.stories import STORY


@pytest.fixture
def story(talks: Callable[[str], Path]) -> Path:
    return talks(STORY)


def done(cli: Cli, *words: str | Path) -> str:
    found = cli("brief", *words)
    assert (found.returncode, found.stderr) == (0, "")
    return found.stdout


def test_it_is_markdown_as_long_as_nothing_else_is_said(cli: Cli, store_path: Path) -> None:
    before = digest(store_path)
    found = done(cli, store_path)
    assert found.startswith("# Ukraine peace talks: briefing\n\nAs of now; ")
    assert found == done(cli, store_path, "--format", "md")
    assert found.endswith("\n")
    assert digest(store_path) == before


def test_text_is_for_a_mail(cli: Cli, store_path: Path) -> None:
    lines = cli("brief", store_path, "--format", "text", COLUMNS="200").stdout.splitlines()
    assert lines[:2] == ["Ukraine peace talks: briefing", "============================="]
    assert max(map(cell_len, lines)) <= 80


def test_html_is_one_page(cli: Cli, store_path: Path) -> None:
    found = done(cli, store_path, "--format", "html")
    assert found.startswith("<!DOCTYPE html>")
    assert found.count("<html") == found.count("</html>") == 1


def test_a_program_gets_an_object(cli: Cli, store_path: Path) -> None:
    found = json.loads(done(cli, store_path, "--json"))
    assert [*found] == ["title", "about", "sections", "notes"]
    assert found["sections"][0]["heading"] == "What happened since 25 Jan 2026"
    first = found["sections"][0]["lines"][0]
    assert first["notes"] == [1, 2]
    assert first["record"] == record(store_path, "event", "round-2")
    assert found["notes"][0]["source"] == "The Kyiv Independent"


def test_the_days_the_voice_and_the_negotiation_are_chosen(cli: Cli, store_path: Path) -> None:
    assert "As of 30 Jan 2026. New since 23 Jan 2026" in done(cli, store_path, "--as-of", "30 jan")
    assert "New since 31 Jan 2026." in done(cli, store_path, "--since", "2026-01-31")
    assert "New since 25 Jan 2026." in done(cli, store_path, "--since", "round 1")
    assert "On RT’s word alone" in done(cli, store_path, "--word", "rt")
    assert done(cli, store_path, "--process", "iran-talks").startswith("# US–Iran nuclear talks: briefing")


def test_it_is_written_to_a_file_in_the_format_of_its_ending(cli: Cli, store_path: Path, tmp_path: Path) -> None:
    for ending, begins in ((".md", "# Ukraine"), (".html", "<!DOCTYPE"), (".TXT", "Ukraine"), ("", "# Ukraine")):
        file = tmp_path / f"briefing{ending}"
        assert done(cli, store_path, "-o", file) == f"Wrote {file}.\n"
        assert file.read_text(encoding="utf-8").startswith(begins)
    assert done(cli, store_path, "--format", "text", "-o", "-").startswith("Ukraine peace talks: briefing\n=")


def test_a_file_that_is_there_is_only_replaced_when_that_is_asked_for(
    cli: Cli, refusal: Refusal, store_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.md"
    file.write_text("mine", encoding="utf-8")
    assert "is already there" in refusal("brief", store_path, "-o", file)
    assert "belongs to the store" in refusal("brief", store_path, "-o", store_path, "--force")
    assert file.read_text(encoding="utf-8") == "mine"
    assert refusal("brief", store_path, "-o", file, "--force", "--word", "nobody", status=2)
    assert file.read_text(encoding="utf-8") == "mine"
    done(cli, store_path, "-o", file, "--force")
    assert file.read_text(encoding="utf-8").startswith("# Ukraine")
    assert not [*tmp_path.glob(".*export*")]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--as-of", "2026-02-30"), 2, "is not a day"),
        (("--since", "soon"), 2, "is not a day"),
        (("--since", "2026-03-01", "--as-of", "2026-02-01"), 2, "2026-03-01 is later than 2026-02-01"),
        (("--since", "round 9"), 2, "There is no round 9"),
        (("--word", "nobody"), 2, "no voice “nobody”"),
        (("--process", "x"), 1, "There is no negotiation “x”"),
        (("--format", "pdf"), 2, "invalid choice"),
        (("--json", "--format", "html"), 2, "not allowed with"),
        (("--as-of", "\x1b]0;title\x07"), 2, "is not a day"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    refusal: Refusal, story: Path, words: tuple[str, ...], status: int, says: str
) -> None:
    assert says in refusal("brief", story, *words, status=status)


def test_a_store_without_talks_is_refused(refusal: Refusal, empty_store: Path) -> None:
    assert "holds no negotiation" in refusal("brief", empty_store)
    assert refusal("brief", empty_store.parent / "none.db").startswith("There is no store")


@pytest.mark.parametrize("words", [(), ("--format", "html"), ("--format", "text"), ("--json",)])
def test_what_the_store_holds_cannot_command_the_terminal(cli: Cli, store_path: Path, words: tuple[str, ...]) -> None:
    spoil(
        store_path,
        "UPDATE people SET name = '\x1b]0;title\x07' || char(10, 155, 8238, 127) || id",
        "UPDATE events SET title = title || '\x1b[2J', summary = char(13) || summary",
        "UPDATE processes SET name = name || '\x1b[2J'",
        "UPDATE sources SET title = char(27, 99) || title, publisher = publisher || char(8232)",
    )
    assert done(cli, store_path, *words).replace("\n", "").isprintable()
