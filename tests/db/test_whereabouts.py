"""Where on the board something stands that was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.dates import day_number
from db.scope import Scope
from db.whereabouts import Whereabouts, whereabouts
from tests.db.helpers import ask, reading, record

STORY = """
[events.round]
type = "ROUND"
status = "held"
title = "Round"
starts = "2026-02-04"
[[events.round.parties]]
party = "alpha"
role = "attendee"
delegates = [{person = "ann", role = "head", status = "present"}]

[events.late]
type = "STATEMENT"
status = "held"
title = "Late"
starts = "2026-02-09"

[[documents]]
source = "post"
text = "A text."
"""


def there(path: Path, kind: str, slug: str, scope: Scope | None = None) -> Whereabouts:
    with reading(path) as conn:
        return whereabouts(conn, record(path, kind, slug), record(path, "process", "talks"), scope or Scope())


def test_an_event_stands_in_the_timeline(talks: Callable[[str], Path]) -> None:
    path = talks(STORY)
    event = record(path, "event", "late")
    assert there(path, "event", "late").key == (0, day_number(2026, 2, 9), day_number(2026, 2, 9) * 86_400, event)


def test_one_that_a_filter_or_the_day_leaves_out_does_not(talks: Callable[[str], Path]) -> None:
    path = talks(STORY)
    assert there(path, "event", "late", Scope(query="kind:round")).key is None
    assert there(path, "event", "late", Scope(as_of=day_number(2026, 2, 5))).key is None
    assert there(path, "event", "round", Scope(query="kind:round")).key is not None


def test_people_have_seats_and_texts_a_source(talks: Callable[[str], Path]) -> None:
    path = talks(STORY)
    [(seat,)] = ask(path, "SELECT id FROM delegates")
    assert there(path, "person", "ann").seats == (seat,)
    [(text, source)] = ask(path, "SELECT slug, source FROM documents JOIN records USING (id)")
    assert there(path, "document", str(text)).source == source
    assert there(path, "party", "alpha") == Whereabouts()
