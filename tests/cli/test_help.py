"""What the command says of itself."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest

from tests.cli.conftest import Cli, Refusal
from tui.cli.options import SUBCOMMANDS


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ((), "talks-tui --print | less"),
        (("new",), "talks-tui new mine.db --empty"),
        (("import",), "talks-tui import talks.db round-3.toml"),
        (("export",), "talks-tui export talks.db > talks.toml"),
        (("attach",), "talks-tui attach talks.db gazette-1 article.txt"),
        (("find",), "talks-tui find talks.db truce"),
        (("check",), "talks-tui check talks.db"),
        (("compare",), 'talks-tui compare talks.db "round 1" "round 2"'),
        (("brief",), "talks-tui brief talks.db"),
        (("sshd-config",), "talks-tui sshd-config /srv/talks/talks.db"),
        (("litestream-config",), "talks-tui litestream-config talks.db s3://bucket/talks"),
    ],
    ids=["board", *SUBCOMMANDS],
)
def test_help_shows_examples(cli: Cli, words: tuple[str, ...], example: str) -> None:
    done = cli(*words, "--help")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith(f"usage: talks-tui {' '.join(words)}".rstrip())
    assert f"  {example}" in done.stdout.partition("examples:")[2].splitlines()[:3] or example in done.stdout


def test_help_names_every_subcommand(cli: Cli) -> None:
    assert f"commands: {', '.join(SUBCOMMANDS)}" in cli("--help").stdout


def test_version_is_that_of_the_package(cli: Cli) -> None:
    pytest.importorskip("importlib.metadata").distribution("talks-tui")
    done = cli("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"talks-tui {version('talks-tui')}\n", "")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("--frobnicate",), "--frobnicate"),
        (("a.db", "b.db"), "b.db"),
        (("--process",), "--process"),
        (("--pri",), "--pri"),  # no abbreviations: a later option could take their meaning away
        (("new",), "STORE"),
        (("new", "a.db", "b.db"), "b.db"),
        (("import",), "STORE"),
        (("import", "a.db"), "FILE"),
        (("export",), "STORE"),
        (("export", "a.db", "b.db"), "b.db"),
        (("export", "a.db", "--format", "xml"), "xml"),
        (("check",), "STORE"),
        (("find",), "STORE"),
        (("find", "a.db"), "QUERY"),
        (("check", "a.db", "b.db"), "b.db"),
        (("attach", "a.db", "post"), "FILE.txt"),
        (("compare", "a.db", "1"), "B"),
        (("compare", "a.db", "1", "2", "3"), "3"),
        (("attach", "a.db", "post", "a.txt", "b.txt"), "b.txt"),
        (("litestream-config", "a.db"), "REPLICA"),
        (("--\x1b]0;title\x07\u202e",), "]0;title"),
        ((b"--\xff",), "--"),
    ],
    ids=repr,
)
def test_words_that_it_does_not_know_are_named_in_one_sentence(
    refusal: Refusal, words: tuple[str | bytes, ...], wrong: str
) -> None:
    said = refusal(*words, status=2)
    assert wrong in said
    assert re.search(rf"try “talks-tui( ({'|'.join(SUBCOMMANDS)}))? --help”\.$", said)
