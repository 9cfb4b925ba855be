"""What every subcommand reads its arguments with."""

from __future__ import annotations

import argparse
import sys

from db.text import shown


class Parser(argparse.ArgumentParser):
    """Reads the words after a command; what is wrong with them is one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong in one sentence; argparse would print the usage above it."""
        print(f"{self.prog}: {shown(message)}: try “{self.prog} --help”.", file=sys.stderr)
        raise SystemExit(2)


def make(name: str, description: str, examples: str, kind: type[Parser] = Parser) -> Parser:
    """Return a parser of a command: its name, what it does, and examples with what there is to know."""
    return kind(
        prog=name, description=description, epilog=examples, formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )  # fmt: skip


def minutes(text: str) -> float:
    """Read a number of minutes.

    Raises:
        argparse.ArgumentTypeError: It is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number <= 100_000:  # which is not so of “nan” either
        raise argparse.ArgumentTypeError("a number of minutes above 0 is needed")
    return number
