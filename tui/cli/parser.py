"""What can be typed after `talks-tui`: the board's own arguments, and the way to those of each subcommand."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from tui.cli.arguments import Parser, make, minutes
from tui.cli.options import SUBCOMMANDS, Options

_BOARD: Final = """\
examples:
  talks-tui                       open your store; the first time, one is made with the bundled talks
  talks-tui talks.db              open another store
  talks-tui --print | less        the same board as text
  talks-tui --as-of 2026-01-30    as the talks stood on a day
  talks-tui --word moscow         as one side tells it; what it says nothing of is dimmed
  talks-tui --view morning        begin with a view that was saved on the board (V)
  talks-tui --low-bandwidth       over a slow line: sixteen colours and no mouse; so it is under SSH by itself
  talks-tui talks.db --kiosk      for people who may only look: nothing is written, started or sent
  talks-tui new mine.db --empty   make a store without anything in it
  talks-tui import mine.db talks.toml
                                  add what a talks file holds; the same file again adds nothing
  talks-tui export talks.db -o talks.toml
                                  hand on what a store holds: as a talks file, CSV, a calendar and more
  talks-tui attach talks.db SOURCE article.txt
                                  keep the text of a source, with what its claims cite marked in it
  talks-tui find talks.db truce kind:event
                                  find anything; the filters are those of the search box
  talks-tui check talks.db        say what is wrong with a store
  talks-tui compare talks.db "round 1" "round 2"
                                  who came and went, which stances moved, what happened between
  talks-tui brief talks.db -o briefing.html
                                  one page for an editor, every line with its source
  talks-tui sshd-config talks.db  what lets people look at it over SSH, and do nothing else

commands: new, import, export, attach, find, check, compare, brief, sshd-config, litestream-config (each has --help).
A store that is named like a command is written ./new
"""


def parse(words: Sequence[str]) -> Options:
    """Read what was typed.

    Args:
        words: The command line after the program's name.

    Raises:
        SystemExit: With status 2 after a sentence on standard error, or 0 after `--help` and `--version`.
    """
    if words and words[0] in SUBCOMMANDS:
        command = import_module(f"tui.cli.{SUBCOMMANDS[words[0]]}")
        parser: Parser = command.parser()
        return parser.parse_args(words[1:], namespace=Options())
    return _board().parse_args(words, namespace=Options())


def _board() -> Parser:
    from tui.cli.board import run  # noqa: PLC0415

    parser = make("talks-tui", "Follow a negotiation: who is in the room, what each side holds and when.", _BOARD)
    parser.add_argument(
        "store", nargs="?", type=Path, metavar="STORE", help="the store to open (else $TALKS_STORE, else your own)"
    )
    parser.add_argument("--process", metavar="SLUG", help="the negotiation to show, where the store holds several")
    parser.add_argument("--as-of", metavar="DAY", help="as the talks stood on a day, such as 2026-01-30 or “30 jan”")
    parser.add_argument(
        "--word", metavar="VOICE", help="read it on one voice's word: an outlet or a side, by any name or part of one"
    )
    parser.add_argument("--view", metavar="NAME", help="begin with a saved view; “none” leaves out your default")
    parser.add_argument("--print", action="store_true", help="print the board as text, as wide as $COLUMNS says")
    parser.add_argument("--read-only", action="store_true", help="make or upgrade no store, and say so on the board")
    parser.add_argument(
        "--kiosk", action="store_true", help="read-only, and nothing else on this machine can be changed or started"
    )
    parser.add_argument(
        "--idle-timeout", type=minutes, metavar="MINUTES", help="end when it was left alone for so long"
    )
    parser.add_argument(
        "--low-bandwidth",
        action=argparse.BooleanOptionalAction,
        help="send as little as can be, as under SSH; or don't",
    )
    parser.add_argument(
        "--mouse", action=argparse.BooleanOptionalAction, help="have the terminal report the mouse; or not"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.set_defaults(run=run)
    return parser


class _Version(argparse.Action):
    """Prints the version; what finds it takes 30 ms to import, too long to do at each start."""

    def __call__(self, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

        try:
            print(f"talks-tui {version('talks-tui')}")
        except PackageNotFoundError:  # a bare checkout
            print("talks-tui (not installed)")
        raise SystemExit(0)
