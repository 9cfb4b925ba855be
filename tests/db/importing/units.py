"""A reader made by hand: what a file of a foreign format would yield, said in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from db import importing
from db.drafts import Draft, Named, Unit
from db.importing import How, import_file
from db.importing.report import Report
from db.shapes import BY_TABLE

Values = dict[str, object]


class Rows:
    """A `Reader` of units that are there already; `rest` writes their `raw`, a line each."""

    def __init__(self, units: Sequence[Unit], whole: bool = False, form: str = "rows") -> None:
        self.format, self.whole = form, whole
        self.notes: list[str] = []
        self._units = units

    def units(self) -> Iterator[Unit]:
        yield from self._units

    def share(self) -> float:
        return 0.5

    def rest(self, raws: Iterable[object], into: Path) -> None:
        with into.open("x", encoding="utf-8") as file:
            file.writelines(f"{raw}\n" for raw in raws)


def event(number: int, parties: Sequence[object] = (), claims: Sequence[Values] = (), **more: object) -> Unit:
    """A row with an event, and the parties in it."""
    where = f"line {number}"
    values: Values = {"type": "STATEMENT", "status": "held", "title": f"Event {number}", "starts": "2026-02-04"}
    columns = {"starts": "date", "place": "where"}
    main = Draft(BY_TABLE["events"], where, f"e-{number}", None, values | more, columns=columns)
    main.claims.extend(claims)
    inner = [
        Draft(BY_TABLE["event_parties"], where, None, None, {"party": party, "role": "actor"}, main, [{}])
        for party in parties
    ]
    return Unit(where, [main, *inner], f"row {number}")


def record(table: str, slug: str | None, where: str = "", **values: object) -> Unit:
    """A unit of one record."""
    where = where or f"{table}.{slug}"
    return Unit(where, [Draft(BY_TABLE[table], where, slug, None, values)], where)


def named(text: str, **make: object) -> Named:
    """A name that is made new if nothing is called so."""
    return Named(text, make)


def take(
    path: Path, *units: Unit, whole: bool = False, form: str = "rows", file: Path | None = None, **how: object
) -> Report:
    """Import units into a store, as if a file held them."""
    given: Mapping[str, object] = {"source": "Our log", "process": "talks", **how}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "reader", lambda *_: Rows(units, whole, form))
        return import_file(path, file or path.with_name("rows.csv"), How(**given))  # type: ignore[arg-type]
