"""What an import did, or would do, as lines of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from db.text import brief

if TYPE_CHECKING:
    from db.importing.report import Edited, Report

_MANY: Final = {
    "process": "processes", "party": "parties", "process_party": "parts in a process", "person": "people",
    "place": "places", "office": "offices", "issue": "issues", "event": "events", "event_party": "parts in events",
    "delegate": "seats", "position": "positions", "source": "sources", "document": "texts", "claim": "claims",
    "name": "spellings", "link": "links", "passage": "passages",
}  # fmt: skip
"""What several of a kind are called."""
_HEADS: Final = ("", "added", "changed", "there already", "left out")
_LISTED: Final = 20
"""Lines of each list of a dry run."""


def line(report: Report) -> str:
    """Say in one line what an import did."""
    done = report.summary
    would = "" if report.taken else "nothing is written; it would be "
    left = f", {report.left_out:,} left out" if report.left_out else ""
    return f"{report.file}: {would}{done.added} added, {done.changed} changed, {done.same} there already{left}."


def lines(report: Report) -> Iterator[str]:
    """Yield what an import did: a line, and what a person may want to look at."""
    yield line(report)
    yield from _how(report)
    if report.made:
        new = Counter(one.kind for one in report.made)
        yield f"  new, since nothing was called so: {', '.join(_many(kind, new[kind]) for kind in new)}"
    yield from _doubts(report)


def would(report: Report) -> Iterator[str]:
    """Yield what an import would do: a table of counts, then what would be changed, made and left out, and why."""
    yield line(report)
    yield from _how(report)
    if report.counts:
        yield ""
        yield from _table(report)
    lists = {
        "would be changed:": (_edited(report), report.more_edits),
        "new, since nothing is called so:": (_new(report), 0),
        "left out:": (
            [f"{fault}" for bad in report.bad for fault in bad.faults],
            report.more_bad,
        ),
    }
    for head, (items, more) in lists.items():
        if items:
            yield ""
            yield head
            yield from (f"  {item}" for item in items[:_LISTED])
            beside = more + max(0, len(items) - _LISTED)
            if beside:
                yield f"  and {beside:,} more"
    if report.uncertain or report.extra:
        yield ""
    yield from _doubts(report)


def _many(kind: str, number: int) -> str:
    return f"{number:,} {kind.replace('_', ' ') if number == 1 else _MANY[kind]}"


def _how(report: Report) -> Iterator[str]:
    if report.notes:
        yield f"  read as {report.format}"
    yield from (f"  {note}" for note in report.notes)


def _doubts(report: Report) -> Iterator[str]:
    for one in report.uncertain[:_LISTED]:
        yield f"  uncertain: {one.text}"
    beside = report.more_uncertain + max(0, len(report.uncertain) - _LISTED)
    if beside:
        yield f"  uncertain: {beside:,} more names are like known ones; --json lists {len(report.uncertain)}"
    if report.extra:
        names = ", ".join(f"{brief(name)} ({count:,})" for name, count in report.extra.items())
        yield f"  kept beside the records, since no field takes it: {names}"


def _table(report: Report) -> Iterator[str]:
    rows = [
        _HEADS,
        *(
            (_MANY[one.kind], *(f"{count:,}" for count in (one.added, one.changed, one.same, one.skipped)))
            for one in report.counts
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for row in rows:
        first, *others = (cell.ljust(width) if not at else cell.rjust(width)
                          for at, (cell, width) in enumerate(zip(row, widths, strict=True)))  # fmt: skip
        yield f"  {first}  {'  '.join(others)}".rstrip()


def _edited(report: Report) -> list[str]:
    return [f"{_of(one)}, {one.field}: {_value(one.before)} → {_value(one.after)}" for one in report.edits]


def _of(one: Edited) -> str:
    of = f"{one.kind.replace('_', ' ')} {one.record}"
    return f"{one.part} on {of}" if one.part else of


def _value(value: object) -> str:
    return "nothing" if value is None else f"“{brief(value)}”"


def _new(report: Report) -> list[str]:
    return [f"{one.kind} “{brief(one.name)}” ({one.record}), named {one.times:,} ×" for one in report.made]
