"""`talks-tui compare`: say what differs between two days or two rounds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db import watching
from db.board import snapshot
from db.compare import Comparison, compare
from db.dates import iso
from db.errors import StoreError
from db.moments import moments
from db.overview import pick, processes
from db.scope import Scope
from db.voices import find
from tui.cli.arguments import Parser, make
from tui.draw.compare import moment, rows
from tui.draw.printed import NARROWEST, WIDEST
from tui.draw.spans import plain, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.accounts import Account
    from db.compare import Delegations, Moved
    from db.entries import Entry
    from db.moments import Moment
    from db.revised import Revised
    from db.roster import Round
    from db.seats import Seat
    from db.shift import Stand
    from db.watching import Connection
    from tui.cli.options import Options

_HELP: Final = """\
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


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui compare", "Say what differs between two days or two rounds.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store to read")
    reads.add_argument("a", metavar="A", help="the earlier day or round")
    reads.add_argument("b", metavar="B", help="the later day or round, or now")
    reads.add_argument("--process", metavar="SLUG", help="the negotiation, where the store holds several")
    reads.add_argument("--word", metavar="VOICE", help="read it on one voice's word: an outlet or a side")
    reads.add_argument("--json", action="store_true", help="print a JSON object")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Print a comparison.

    Raises:
        StoreError: The store can't be opened, or doesn't hold the negotiation.
        UsageError: A day or a round can't be read, the two are in the wrong order, or no voice is called as typed.
    """
    assert options.store is not None
    print(watching.read(options.store, lambda conn: _compared(conn, options)))
    return 0


def _compared(conn: Connection, options: Options) -> str:
    """Return what is to be printed: drawn here, where what of a damaged store can't be drawn has a sentence."""
    with snapshot(conn):
        scope = Scope(process=options.process, word=find(conn, options.word) if options.word is not None else None)
        process = pick(processes(conn), scope)
        if process is None:
            raise StoreError(f"{options.store} holds no negotiation: import a talks file into it first.")
        known = moments(conn, process.id)
        found = compare(conn, process.id, known.read(options.a), known.read(options.b), scope)
        # In ASCII, so that it is safe for a terminal.
        return json.dumps(_object(found), indent=2) if options.json else "\n".join(_lines(process.name, found))


def _lines(name: str, found: Comparison) -> Iterator[str]:
    width = max(NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, WIDEST))
    yield from wrapped(f"{name}: {moment(found.a, stored=True)} → {moment(found.b, stored=True)}", width)
    yield ""
    for row in rows(found, width, stored=True):
        yield plain(row.line)


def _object(found: Comparison) -> dict[str, Any]:
    return {
        "from": _moment(found.a),
        "to": _moment(found.b),
        "delegations": _delegations(found.delegations),
        "stances": [_moved(issue) for issue in found.stances],
        "events": {
            "total": found.happened.total,
            "happened": _events(found.happened.entries),
            "announced_total": found.announced.total,
            "announced": _events(found.announced.entries),
        },
        "claims": _claims(found.claims),
    }


def _moment(at: Moment) -> dict[str, Any]:
    return {"day": None if at.now else iso(at.day), "round": at.name if at.round is not None else None, "now": at.now}


def _round(found: Round | None) -> dict[str, Any] | None:
    return None if found is None else {"number": found.number, "title": found.title, "status": found.status}


def _delegations(found: Delegations) -> dict[str, Any]:
    return {
        "rounds": [_round(found.before), _round(found.after)],
        "teams": [
            {
                "party": team.name,
                "rosters": [team.before or None, team.after or None],
                "known_in_full": team.known,
                "reported_same_as": team.same_as or None,
                "joined": [_seat(seat) for seat in team.later] if team.known else None,
                "left": [_seat(seat) for seat in team.earlier] if team.known else None,
                "named_later_only": [_seat(seat) for seat in team.later],
                "named_earlier_only": [_seat(seat) for seat in team.earlier],
                "changed": [
                    {
                        "person": change.seat.person, "what": change.what, "from": change.before, "to": change.after,
                        "promoted": change.promoted,
                    }
                    for change in team.changed
                ],
            }
            for team in found.teams
        ],
    }  # fmt: skip


def _seat(seat: Seat) -> dict[str, Any]:
    return {"person": seat.person, "role": seat.role, "office": seat.office, "status": seat.status}


def _stand(stand: Stand | None) -> dict[str, Any] | None:
    return None if stand is None else {"stance": stand.stance, "condition": stand.condition or None}


def _moved(issue: Moved) -> dict[str, Any]:
    return {
        "issue": issue.name,
        "apart": list(issue.apart),
        "moves": [
            {
                "party": move.name, "from": _stand(move.before), "to": _stand(move.after),
                "change": move.shift.way or None, "steps": move.shift.steps,
                "condition": move.shift.condition or None, "state": move.state or None,
            }
            for move in issue.moves
        ],
    }  # fmt: skip


def _events(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "day": None if entry.day is None else iso(entry.day), "type": entry.type, "status": entry.status,
            "title": entry.title, "starts": entry.starts or None, "ends": entry.ends or None,
            "parties": [{"party": short, "role": role} for short, role in entry.parties],
            "state": entry.state or None, "sources": list(entry.sources),
        }
        for entry in entries
    ]  # fmt: skip


def _claims(found: Revised) -> dict[str, Any]:
    return {
        "changed": [
            {
                "record": one.title, "kind": one.kind, "property": one.after[0].about or None,
                "from": _word(one.before), "to": _word(one.after[0]), "by": [_account(new) for new in one.after],
            }
            for one in found.revisions
        ],
        "disputes": [
            {
                "record": turn.title, "kind": turn.kind, "from": turn.before or None, "to": turn.after or None,
                "on": list(turn.contested_on),
            }
            for turn in found.turns
        ],
        "more": found.cut,
    }  # fmt: skip


def _word(account: Account) -> dict[str, Any]:
    return {"modality": account.modality, "value": account.stored or None, "said_on": account.said_on or None}


def _account(account: Account) -> dict[str, Any]:
    return {
        "source": account.publisher, "locator": account.locator or None, "speaker": account.speaker or None,
        "on_behalf_of": account.behalf or None, "relayed_by": account.relayed_by or None,
        "hedge": account.hedge or None, "said_on": account.said_on or None,
    }  # fmt: skip
