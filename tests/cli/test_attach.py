"""`talks-tui attach`: the text of a source, and what is found in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import program
from tests.cli.conftest import Cli, Refusal
from tests.db.helpers import CAST, ask, digest
from tests.db.test_documents import ARTICLE, CLAIMS, CLOSE, SEVERAL, TWICE, WRONG
from tests.terminal import Terminal


@pytest.fixture
def talks_db(empty_store: Path, cli: Cli, tmp_path: Path) -> Path:
    """A store with a source and claims on it."""
    file = tmp_path / "talks.toml"
    file.write_text(CAST + CLAIMS + TWICE, encoding="utf-8")
    assert cli("import", empty_store, file).returncode == 0
    return empty_store


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_it_says_what_was_found_and_lists_what_was_not(cli: Cli, talks_db: Path, article: Path) -> None:
    done = cli("attach", talks_db, "the post", article)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{article} is now kept as the text of The Post: A report (post): 4 paragraphs.",
        "3 claims placed: 1 by quote, 2 by paragraph.",
        "Not found (3):",
        "  The meeting (outcome: none): “no outcome of any kind”, locator title.",
        "  The meeting (place: town): no quote, locator page 1.",
        "  Ann speaks (wording: close): “very close”, no locator.",
        "Quote not found, so the paragraph stands for it (1):",
        "  The meeting (mood: calm): “we were calm”, locator 3.",
    ]


def test_the_same_again_and_a_new_edition_are_told_apart(cli: Cli, talks_db: Path, article: Path) -> None:
    cli("attach", talks_db, "post", article)
    before = digest(talks_db)
    assert "is kept already as the text of" in cli("attach", talks_db, "post", article).stdout
    assert digest(talks_db) == before
    article.write_text("New.\n\n" + ARTICLE.replace("three", "four"), encoding="utf-8")
    lines = cli("attach", talks_db, "post", article).stdout.splitlines()
    assert lines[0] == f"{article} is a new edition of the text of The Post: A report (post): 5 paragraphs."
    assert lines[1] == "3 claims placed: 1 by quote, 2 by paragraph; 3 moved, 1 reworded."


def test_another_text_is_refused_until_it_is_to_be_placed_anew(
    cli: Cli, refusal: Refusal, talks_db: Path, article: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.toml"
    more.write_text(CAST + SEVERAL, encoding="utf-8")
    assert cli("import", talks_db, more).returncode == 0
    cli("attach", talks_db, "post", article)
    before = digest(talks_db)
    article.write_text(WRONG, encoding="utf-8")
    assert "--anew" in refusal("attach", talks_db, "post", article)
    assert digest(talks_db) == before
    done = cli("attach", talks_db, "post", article, "--anew")
    assert (done.returncode, done.stderr) == (0, "")
    assert "is a new edition of" in done.stdout


def test_what_was_detected_and_dropped_is_said(cli: Cli, talks_db: Path, article: Path) -> None:
    article.write_bytes(
        ("Переговоры начались в среду, сообщил представитель делегации.\x1b[2J\x02" * 3).encode("cp1251")
    )
    said = cli("attach", talks_db, "post", article).stdout
    assert "It looks like cp1251 and was read so; if letters are wrong, name another with --encoding." in said
    assert "6 characters that would command a terminal, turn the text round or can't be seen: left out." in said
    assert "It looks like" not in cli("attach", talks_db, "post", article, "--encoding", "cp1251").stdout


def test_a_program_reads_json(cli: Cli, talks_db: Path, article: Path) -> None:
    done = cli("attach", talks_db, "post", article, "--json")
    found = json.loads(done.stdout)
    assert (found["slug"], found["by_quote"], found["by_paragraph"], found["same"]) == ("post", 1, 2, False)
    assert (found["encoding"], found["detected"], found["dropped"]) == ("utf-8", False, 0)
    assert [one["why"] for one in found["unplaced"]] == ["paragraph only", "not found", "not found", "not found"]
    assert "text" not in found


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nobody", "article.txt"), 1, "There is no source “nobody” in the store; it holds: gazette, post."),
        (("report", "article.txt"), 1, "“report” may be any of gazette, post: name one of them."),
        (("post", "nowhere.txt"), 1, "nowhere.txt can't be read: no such file or directory."),
        (("post", "."), 1, ". is not a file: name one that the article was saved in."),
        (("post", "article.txt", "--encoding", "klingon"), 2, "There is no encoding “klingon”"),
        (("post", "empty.txt"), 1, "empty.txt has no text in it"),
    ],
)
def test_what_can_not_be_attached_is_refused_and_nothing_is_written(
    refusal: Refusal, talks_db: Path, article: Path, tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    (tmp_path / "here" / "article.txt").write_bytes(article.read_bytes())
    (tmp_path / "here" / "empty.txt").touch()
    before = digest(talks_db)
    assert refusal("attach", talks_db, *words, status=status).startswith(said)
    assert digest(talks_db) == before


def test_nothing_from_a_text_commands_the_terminal(cli: Cli, talks_db: Path, article: Path) -> None:
    odd = article.rename(article.with_name("odd\x1b]0;x\x07.txt"))
    odd.write_text("\x9b2J" + CLOSE, encoding="utf-8")
    done = cli("attach", talks_db, "post", odd)
    assert done.returncode == 0
    assert not {"\x1b", "\x07", "\x9b"} & {*done.stdout}
    assert "Left open, since the quote stands in several places (1):" in done.stdout
    assert "  Ann speaks (wording: close): “very close”, no locator; it stands in ¶ 1, 2." in done.stdout


@pytest.mark.parametrize(("answer", "begins"), [("2", 29), ("", None), ("7", 29)])
def test_on_a_terminal_it_asks_which_place_is_meant(
    talks_db: Path, article: Path, home: Path, tmp_path: Path, answer: str, begins: int | None
) -> None:
    article.write_text(CLOSE, encoding="utf-8")
    words = [*program.COMMAND, "attach", talks_db, "post", article]
    with Terminal(words, size=(120, 36), env=program.environment(home), cwd=tmp_path) as terminal:
        terminal.wait_for("Which is meant")
        assert "“very close” stands in 2 places" in terminal.screen()
        assert "1  ¶ 1  …They are [very close]." in terminal.screen()
        terminal.press(*answer, "enter")
        if answer == "7":
            terminal.wait_for("(?s)Which is meant.*Which is meant")
            terminal.press("2", "enter")
        assert terminal.wait_exit() == 0
    found = ask(talks_db, "SELECT begins FROM anchors JOIN claims ON claims.id = claim WHERE property = 'wording'")
    assert found == ([] if begins is None else [(begins,)])
