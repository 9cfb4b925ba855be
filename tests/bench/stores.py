"""The stores that are measured, and the program on one of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from db import schema, store
from tests import program
from tests.bench import synthetic
from tests.bench.instrument import Probe


@dataclass(frozen=True)
class Made:
    """A made-up store.

    Attributes:
        path: Its file, which is kept from one run to the next.
        events: How many it has.
        home: A folder of the program's own, for what its user has seen.
    """

    path: Path
    events: int
    home: Path

    @property
    def label(self) -> str:
        """How many events it has, in short: `1 k`, `1 M`."""
        for size, letter in ((1_000_000, " M"), (1000, " k")):
            if self.events >= size:
                return f"{self.events / size:g}{letter}"
        return str(self.events)


@dataclass(frozen=True)
class Options:
    """How much is measured.

    Attributes:
        rounds: Starts of each program.
        steps: Keys of each kind.
        seconds: For how long a key is held, and how long the board is left alone.
        peers: Where other programs are installed; None is the usual path.
    """

    rounds: int
    steps: int
    seconds: float
    peers: Path | None = None


def made(folder: Path, events: int, shape: str, home: Path) -> Made:
    """Return a made-up store, which is made unless the folder has it."""
    path = folder / f"{shape}-{events}-v{schema.VERSION}.db"
    if not path.exists():
        synthetic.make(path, events, positions=5000, shape=shape)
    own = home / path.stem
    own.mkdir()
    return Made(path, events, own)


@contextmanager
def board(
    path: Path, home: Path, size: tuple[int, int] = (120, 40), env: Mapping[str, str] | None = None
) -> Iterator[Probe]:
    """The program on a store, once it has come to rest."""
    with Probe([*program.COMMAND, path], size=size, env=environment(home) | dict(env or {})) as probe:
        probe.first(b"1 Delegations")
        probe.wait_for(r"4 Detail · \S")
        probe.quiet()
        yield probe


def environment(home: Path) -> dict[str, str]:
    """Return a bare environment with a home of its own."""
    return program.environment(home, XDG_STATE_HOME=str(home / "state"), XDG_CONFIG_HOME=str(home / "config"))


@contextmanager
def readings(stores: Sequence[Made]) -> Iterator[list[sqlite3.Connection]]:
    """A connection to each store, as the program's reader has one."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(store.read_only(one.path))) for one in stores]
