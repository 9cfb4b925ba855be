"""What is read without the parser is what the parser would read."""

from __future__ import annotations

import pytest

from tui.cli.options import SUBCOMMANDS, Options, plain
from tui.cli.parser import parse

FIELDS = ("run", "store", "process", "word", "view", "as_of", "read_only", "print")


def read(options: Options) -> list[object]:
    return [getattr(options, field) for field in FIELDS]


@pytest.mark.parametrize("words", [[], ["talks.db"], ["./new"], [""], ["a b.db"], ["новый.db"]], ids=str)
def test_a_store_alone_is_read_as_the_parser_reads_it(words: list[str]) -> None:
    options = plain(words)
    assert options is not None
    assert read(options) == read(parse(words))


@pytest.mark.parametrize("words", [[name] for name in SUBCOMMANDS] + [["--print"], ["-"], ["a.db", "b.db"]], ids=str)
def test_all_else_is_left_to_the_parser(words: list[str]) -> None:
    assert plain(words) is None
