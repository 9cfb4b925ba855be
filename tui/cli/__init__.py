"""The command line: `talks-tui`. Each subcommand is a thin file: it parses, calls `db`, prints."""

from __future__ import annotations

import gc
import os
import sys
from io import TextIOWrapper

from db.errors import TalksError
from tui import lean


def main() -> None:
    """Run the command that was typed, and leave with its status; what a person can mend is one sentence."""
    # Nothing made while starting is garbage: looking for it costs a tenth of the start. The app switches it on again.
    gc.disable()
    lean.begin()
    _streams()
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except TalksError as error:
        print(f"talks-tui: {error}", file=sys.stderr)
        status = error.exit_code
    except BrokenPipeError:
        # Whoever reads us has seen enough, as `head` does. Nothing more may be written, not even at exit.
        sys.stdout = None
        status = 0
    except OSError as error:  # such as a full disk behind standard output
        print(f"talks-tui: the system refused: {(error.strerror or str(error)).lower()}.", file=sys.stderr)
        sys.stdout = None
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _run(words: list[str]) -> int:
    from tui.cli.options import plain  # noqa: PLC0415  (a fault while importing has a sentence too)

    options = plain(words)
    if options is not None:
        return options.run(options)

    from tui.cli.parser import parse  # noqa: PLC0415

    try:
        options = parse(words)
    except SystemExit as done:  # what was to be printed still has to get out
        return int(done.code or 0)
    return options.run(options)


def _streams() -> None:
    """Make the three streams take whatever is printed, however the program was started."""
    from pathlib import Path  # noqa: PLC0415  (after `lean` has prepared for it)

    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: the next file opened would take its place
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for good
    # A pipe may be read in another encoding than ours: what it lacks is replaced, not a reason to fail.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
