"""What the README promises holds."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from db import schema
from db.check import check
from db.importing import How, import_file
from tests import faults, program
from tests.terminal import Terminal
from tui.cli.export import FORMATS
from tui.cli.options import SUBCOMMANDS
from tui.commands import key_table

README = (program.ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str, language: str) -> str:
    """The fenced block under a marker comment."""
    found = re.search(rf"^<!-- {marker} -->\n```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no {language} block under <!-- {marker} -->"
    return found[1]


COMMANDS = [
    shlex.join(shlex.split(line, comments=True)) for line in README.splitlines() if re.match(r"talks-tui( |$)", line)
]


def prints(command: str) -> bool:
    """Whether a command does its work and ends; the others open the board."""
    words = command.split()[1:]
    return bool({"--print", "--help", "--version"} & {*words}) or words[:1] in [[name] for name in SUBCOMMANDS]


@pytest.fixture
def folder(masters: tuple[Path, Path], tmp_path: Path, home: Path) -> Path:
    """Where the README's commands are typed: `talks.db` has the bundled talks, `mine.db` nothing."""
    folder = tmp_path / "folder"
    folder.mkdir()
    program.own_store(home).parent.mkdir(parents=True)
    for master, copy in (
        (masters[0], program.own_store(home)),
        (masters[0], folder / "talks.db"),
        (masters[1], folder / "mine.db"),
    ):
        shutil.copy(master, copy)
    (folder / "talks.toml").write_text(block("example", "toml"), encoding="utf-8")
    (folder / "log.csv").write_text("date,headline,party\n2026-03-01,Envoys meet,North; South\n", encoding="utf-8")
    (folder / "article.txt").write_text("Envoys meet\n\nTwo envoys met at the river.\n", encoding="utf-8")
    return folder


def test_the_readme_shows_every_kind_of_command() -> None:
    assert {word for command in COMMANDS for word in command.split()[1:2]} >= {*SUBCOMMANDS, "--help", "--version"}
    assert any(not prints(command) for command in COMMANDS)


@pytest.mark.parametrize("command", [command for command in COMMANDS if prints(command)])
def test_a_command_does_what_it_says(command: str, folder: Path, home: Path) -> None:
    _, *words = shlex.split(command)
    if words[0] == "new":
        (folder / words[1]).unlink()
    elif words[0] == "attach":  # to a source of the example
        import_file(folder / words[1], folder / "talks.toml")
    done = program.run(*words, env=program.environment(home), cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("command", [command for command in COMMANDS if not prints(command)])
def test_a_command_opens_the_board(command: str, folder: Path, home: Path) -> None:
    _, *words = shlex.split(command)
    with Terminal([*program.COMMAND, *words], env=program.environment(home), cwd=folder) as terminal:
        terminal.wait_for("(?s)1 Delegations.*q quit")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers() == []


@pytest.mark.parametrize(("marker", "last"), [("start", "talks-tui"), ("test", "python -m pytest")])
def test_one_command_sets_up_all_that_it_needs(marker: str, last: str) -> None:
    (line,) = block(f"{marker} command", "sh").splitlines()
    steps = line.split(" && ")
    assert steps[0] == "python3 -m venv .venv"
    assert steps[1].startswith(".venv/bin/pip install -e ")
    assert steps[2:] == [f".venv/bin/{last}"]


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="SQLite's own shell is not installed")
def test_a_backup_can_be_used(folder: Path, home: Path) -> None:
    (line,) = block("backup command", "sh").splitlines()
    with closing(sqlite3.connect(folder / "talks.db")) as writer:
        writer.execute("BEGIN IMMEDIATE")  # who writes meanwhile
        subprocess.run(shlex.split(line), cwd=folder, check=True, timeout=60)
    env = program.environment(home)
    assert program.run("check", "copy.db", env=env, cwd=folder).returncode == 0
    boards = [program.run(name, "--read-only", env=env, cwd=folder).stdout for name in ("talks.db", "copy.db")]
    assert boards[0] == boards[1] != ""
    with closing(sqlite3.connect(folder / "copy.db")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == (
            "wal",
        )  # readers and a writer don't wait for each other


def test_the_key_table_is_that_of_the_program() -> None:
    table = re.search(r"<!-- key table -->\n(.*?)\n<!-- end of key table -->", README, re.DOTALL)
    assert table
    assert table[1] == key_table(), "paste what tui.commands.key_table() returns between the marks"


def test_the_table_of_faults_is_that_of_the_tests() -> None:
    table = re.search(r"<!-- fault table -->\n(.*?)\n<!-- end of fault table -->", README, re.DOTALL)
    assert table
    assert table[1] == faults.table(), "paste what tests.faults.table() returns between the marks"


def test_the_example_makes_a_board(folder: Path, home: Path) -> None:
    done = import_file(folder / "mine.db", folder / "talks.toml").summary
    assert done.added > 10
    assert check(folder / "mine.db").findings == ()
    board = program.run("mine.db", env=program.environment(home), cwd=folder).stdout
    for shown in ("Border talks", "Ada Quill", "The bridge", "First round"):
        assert shown in board


def test_the_mapping_reads_a_table(folder: Path) -> None:
    import_file(folder / "mine.db", folder / "talks.toml")
    mapping, table = folder / "field.toml", folder / "field.csv"
    mapping.write_text(block("mapping", "toml"), encoding="utf-8")
    table.write_text(
        "no;date;precise;kind;headline;actor;target;town;outlets;killed\n"
        "7;02.03.2026;1;Talks of envoys;;The North;South;Rivertown;The Gazette,Post;-\n"
        "8;01.03.2026;2;Shelling;Shells fall;South;-;Rivertown;Post;3\n",
        encoding="utf-8",
    )
    report = import_file(folder / "mine.db", table, How(taken_for=str(mapping)))
    assert report.summary.added > 10
    with closing(sqlite3.connect(folder / "mine.db")) as conn:
        rows = conn.execute(
            "SELECT title, type, starts FROM events WHERE title <> 'First round' ORDER BY id"
        ).fetchall()
        killed = conn.execute("SELECT value FROM claims WHERE property = 'killed'").fetchall()
    assert rows == [("The North – South", "CONSULT", "2026-03-02"), ("Shells fall", "ASSAULT", "2026-03")]
    assert killed == [("3",)]
    assert check(folder / "mine.db").findings == ()


def test_every_format_is_explained() -> None:
    named = {name for line in README.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line)}
    assert named >= {*FORMATS}


def test_every_table_of_a_store_is_explained() -> None:
    (table,) = re.findall(r"^\| table \|.*\n\|[-|]+\n((?:\|.*\n)+)", README, re.MULTILINE)
    named = [name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert sorted(named) == sorted(schema.TABLES)


@pytest.mark.parametrize("target", sorted({*re.findall(r"\]\(([^)#]+)\)", README)}))
def test_a_link_leads_somewhere(target: str) -> None:
    assert target.startswith("https://") or (program.ROOT / target).exists()


def test_what_the_folders_are_said_to_hold_is_there() -> None:
    (tree,) = re.findall(r"^```\n(tui/.*?)^```$", README, re.MULTILINE | re.DOTALL)
    top = program.ROOT
    for line in tree.splitlines():
        names = re.findall(r"(?<![\w/])[\w/]+(?:/|\.py)(?![\w/])", line)
        assert names, line
        if not line.startswith(" "):
            top = program.ROOT / names[0]
        for name in names:
            assert (top / name).exists() or (program.ROOT / name).exists(), name


@pytest.mark.parametrize("module", sorted({*re.findall(r"python -m ([\w.]+)", README)}))
def test_a_module_that_is_to_be_run_can_be(module: str) -> None:
    spec = find_spec(module)
    assert spec is not None
    assert spec.submodule_search_locations is None or find_spec(f"{module}.__main__") or module == "venv"
