"""Damaged stores by the thousand: none may crash what reads it, hang it, or make it say anything but a sentence.

python -m tests.bench.damaging --copies 1000 --from 0

Each copy is read in a child process, everything that can be read of it, then mended and imported into; the child is
watched: one that says nothing for a minute is hanging. At the end the outcomes are counted, and those that are no
sentence listed with their numbers.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from typing import Final

from db.check import mend
from db.errors import TalksError
from db.importing import import_file
from tests.damage import HARMS, damaged, sound
from tests.db.helpers import CAST, is_one_sentence
from tests.everything import READINGS, checked, reading_of

SILENCE: Final = 60
"""Seconds after which a child that says nothing counts as hanging."""


def outcome(copy: Path, change: Path) -> dict[str, str]:
    """Read all of a copy, then mend it and import into it; return what came of each: "read", or what was said."""
    found = {}
    for name, read in READINGS.items():

        def all_of_it(read=read) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            with reading_of(copy) as conn:
                for _ in read(conn):
                    pass

        found[name] = _tried(all_of_it)
    found["checked"] = _tried(lambda: checked(copy))
    found["mended"] = _tried(lambda: mend(copy))
    found["imported"] = _tried(lambda: import_file(copy, change))
    return found


def _tried(attempt) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    try:
        attempt()
    except TalksError as error:
        return str(error) if is_one_sentence(str(error)) else f"NO SENTENCE {error!s:.200}"
    except Exception as error:  # noqa: BLE001 - what this is looking for
        last = extract_tb(error.__traceback__)[-1]
        return f"CRASH {type(error).__name__}: {error!s:.100} at {Path(last.filename).name}:{last.lineno}"
    return "read"


def child(master: Path, first: int, copies: int, folder: Path) -> None:
    """Read copies, and print what came of each as a line of JSON."""
    faulthandler.enable()
    change = folder / "change.toml"
    change.write_text(CAST, encoding="utf-8")
    for number in range(first, first + copies):
        faulthandler.dump_traceback_later(SILENCE, exit=True)
        start = monotonic()
        copy = damaged(master, number, folder)
        sys.stdout.write(json.dumps([number, outcome(copy, change), monotonic() - start]) + "\n")
        sys.stdout.flush()
        for left in folder.glob(f"{number}.db*"):
            left.unlink()


def run(master: Path, first: int, copies: int) -> list[tuple[int, dict[str, str], float]]:
    """Read copies in children, a new one after each that dies; return what came of each."""
    found: list[tuple[int, dict[str, str], float]] = []
    number = first
    while number < first + copies:
        with tempfile.TemporaryDirectory() as folder:
            words = ["--child", str(master), "--from", str(number), "--copies", str(first + copies - number)]
            command = [sys.executable, "-m", "tests.bench.damaging", *words, "--folder", folder]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    told, outcomes, seconds = json.loads(line)
                    found.append((told, outcomes, seconds))
                    number = told + 1
            if process.returncode:
                found.append((number, {"process": f"CRASH status {process.returncode}"}, 0))
                number += 1
    return found


def main() -> None:
    """Make, read and count."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--copies", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--child", type=Path)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.first, given.copies, given.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        master = Path(folder) / "master.db"
        sound(master)
        start = monotonic()
        found = run(master, given.first, given.copies)
    kinds = [*HARMS]
    tally: Counter[tuple[str, str]] = Counter()
    lines = []
    for number, outcomes, _ in found:
        said = [text for text in outcomes.values() if text != "read"]
        bad = [text for text in said if text.startswith(("CRASH", "NO SENTENCE"))]
        tally[kinds[number % len(kinds)], "crashed" if bad else "said" if said else "read"] += 1
        for name, text in outcomes.items():
            if text in bad:
                lines.append(f"{number:6} {kinds[number % len(kinds)]:24} {name:10} {text}")
    for kind in kinds:
        counts = (f"{what} {tally[kind, what]:5}" for what in ("read", "said", "crashed"))
        lines.append(f"{kind:26} {'  '.join(counts)}")
    slowest = max(found, key=lambda one: one[2])
    took = f"{monotonic() - start:.0f} s; the slowest, {slowest[0]}, took {slowest[2]:.2f} s"
    sys.stdout.write("\n".join([*lines, f"{len(found)} copies in {took}", ""]))


if __name__ == "__main__":
    main()
