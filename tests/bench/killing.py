"""`python -m tests.bench.killing`: kill Litestream, its followers and the replica's server again and again, and count
what is lost; measure before how long a commit takes to a follower, and to the board of one.

A writer commits all the while. Before each kill a barrier (`litestream sync -wait`) is passed: what was committed
before it must be in a copy that is restored from the replica right after the kill, and later in every follower's.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import monotonic

from db import bundled
from db.errors import StoreError
from db.watching import read
from tests import program
from tests.litestream import Machines, titles
from tests.sshd import Sshd
from tests.terminal import Terminal

LAST = "The last of all news"


def main() -> None:
    """Measure the lag, kill, and say what came of it; status 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--commits", type=int, default=40, help="of which the lag is measured")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="talks-") as name:
        folder = Path(name)
        bundled.new_store(folder / "talks.db")
        env = program.environment(folder)
        with Sshd(folder / "sshd", env) as server, Machines(folder, folder / "talks.db", server, 2) as machines:
            command = [*program.COMMAND, str(machines.copies[0])]
            with Terminal(command, size=(120, 40), env=env) as board:
                board.wait_for("4 Detail")
                lag(machines, board, given.commits)
                lost = kill(machines, server, given.kills, random.Random(given.seed))
                machines.commit(LAST)
                machines.wait(machines.barrier)
                board.press("3", "g")
                board.wait_for(LAST, timeout=30)
                say("The board ran through it all, and shows the last commit.")
    sys.exit(1 if lost else 0)


def lag(machines: Machines, board: Terminal, commits: int) -> None:
    """Measure how long a commit takes to a follower's copy, and to the board of one, by turns."""
    copy, shown = [], []
    board.press("3", "g")
    for number in range(commits):
        title = f"Measured {number:04}"
        machines.commit(title)
        began = monotonic()
        if number % 2:
            machines.wait(lambda title=title: title in titles(machines.copies[1]))  # type: ignore[misc]
            copy.append(monotonic() - began)
        else:
            board.press("g")
            board.wait_for(title, timeout=30)
            shown.append(monotonic() - began)
    for what, found in (("in a follower's copy", copy), ("on a follower's board", shown)):
        cuts = quantiles(found, n=20)
        say(f"lag until a commit is {what}: p50 {1000 * cuts[9]:.0f} ms, p95 {1000 * cuts[18]:.0f} ms ({len(found)})")


def kill(machines: Machines, server: Sshd, kills: int, chance: random.Random) -> int:
    """Kill one after the other while a writer commits; return how many commits were lost that a barrier had passed."""
    killed: Counter[str] = Counter()
    lost = torn = stalled = 0
    with writing(machines):
        for _ in range(kills):
            safe = set(machines.committed)
            stalled += settled(machines, machines.barrier)
            what = chance.choice(("litestream replicate", "follower 1", "follower 2", "sshd"))
            threading.Event().wait(chance.random() / 2)
            killed[what] += 1
            if what == "sshd":
                server.kill()
                server.start()
            elif what == "litestream replicate":
                machines.replicate.kill()
                machines.replicate.start()
            else:
                number = int(what[-1]) - 1
                machines.followers[number].kill()
                torn += half_written(machines.copies[number])
                machines.wait(machines.followers[number].start)
            lost += len(safe - titles(machines.restore()))
            stalled += settled(machines, lambda: all(safe <= titles(copy) for copy in machines.copies))  # noqa: B023
    say(f"{kills} kills ({', '.join(f'{many} × {what}' for what, many in sorted(killed.items()))})")
    say(f"{len(machines.committed)} commits; {torn} copies left half written, and not shown; {stalled} stalls mended")
    say(f"{lost} lost of what a barrier had passed")
    return lost


def settled(machines: Machines, condition: Callable[[], bool]) -> int:
    """Wait until a condition holds, and mend what has stalled if it takes long; return how many have."""
    try:
        machines.wait(condition, seconds=15)
    except AssertionError:
        found = len(machines.mend())
        machines.wait(condition)
        return found
    return 0


def half_written(copy: Path) -> bool:
    """Say whether a killed follower left its copy so that it isn't read."""
    try:
        read(copy, lambda _conn: None)
    except StoreError:
        return True
    return False


@contextmanager
def writing(machines: Machines) -> Iterator[None]:
    """Commit again and again meanwhile."""
    done = threading.Event()

    def write() -> None:
        while not done.wait(0.05):
            machines.commit(f"News {len(machines.committed):05}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
