"""The command line: `talks-tui`. Each subcommand is a thin file: it parses, calls `db`, prints."""

from __future__ import annotations

import gc
import sys

from db.errors import TalksError


def main() -> None:
    """Run the command that was typed, and leave with its status; what a person can mend is one sentence."""
    # Nothing made while starting is garbage: looking for it costs a tenth of the start. The app switches it on again.
    gc.disable()
    from tui.cli.parser import parse  # noqa: PLC0415  (a fault while importing has a sentence too)

    try:
        options = parse(sys.argv[1:])
        status = options.run(options)
        sys.stdout.flush()
    except TalksError as error:
        print(f"talks-tui: {error}", file=sys.stderr)
        status = error.exit_code
    except BrokenPipeError:
        # Whoever reads us has seen enough, as `head` does. Nothing more may be written, not even at exit.
        sys.stdout = None
        status = 0
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
