"""The caches hold what the rows add up to, whatever was imported in whichever order."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import caches
from db.asof import UNDATED
from db.contested import Said, State, weigh
from db.importing import import_file
from db.write import change
from tests.db.helpers import CACHES, CAST, ask, contents, record, writing

CLAIMS = [
    '{source="post", locator="1"}',
    '{source="gazette", locator="1"}',
    '{source="gazette", locator="2", modality="denies", on_behalf_of="beta"}',
    '{source="post", locator="3", property="killed", value="1"}',
    '{source="gazette", locator="3", property="killed", value="2"}',
    '{source="gazette", locator="3", property="killed", value="2", rank="deprecated", rank_reason="withdrawn"}',
    '{source="post", locator="4", property="status", value="planned", said_on="2026-01-01"}',
    '{source="gazette", locator="4", property="status", value="held", said_on="2026-02-01"}',
]
LINKS = ['{kind="also_in", to="process:other"}', '{kind="also_in", to="process:talks"}', '{kind="about", to="e0"}']
OTHER = '[processes.other]\nname = "Other"\n[events.e0]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "Zero"\n'


@st.composite
def events(draw: st.DrawFn) -> str:
    """A few events with dates, claims and links, as a talks file has them."""
    text = ""
    for number in draw(st.sets(st.integers(1, 4), max_size=4)):
        text += f'[events.e{number}]\ntype = "STATEMENT"\ntitle = "Event"\n'
        text += f'process = "{draw(st.sampled_from(["talks", "other"]))}"\n'
        text += f'status = "{draw(st.sampled_from(["held", "planned"]))}"\n'
        starts = draw(st.sampled_from(["", "2026-02-03", "2026-02-04", "[..2026-02-04]", "2026-02-04T10:00Z", "-0044"]))
        text += f'starts = "{starts}"\n' if starts else ""
        text += f"claims = [{', '.join(draw(st.lists(st.sampled_from(CLAIMS), max_size=4)))}]\n"
        text += f"links = [{', '.join(draw(st.lists(st.sampled_from(LINKS), max_size=2, unique=True)))}]\n"
    return text


GROWING = {"records", "events", "event_parties", "claims", "links", "names", "record_state", "stages", "timeline"}
"""Tables that have a row or more for each event."""


def recounted(path: Path) -> tuple[object, object]:
    """What the caches hold, and what they hold when they are made anew."""
    with writing(path) as conn:
        kept = contents(conn, *CACHES)
        conn.execute("BEGIN IMMEDIATE")
        caches.recount(conn)
        anew = contents(conn, *CACHES)
        conn.execute("ROLLBACK")
    return kept, anew


def weighed(path: Path) -> dict[object, State]:
    """What the claims on each record add up to, each weighed by the rule itself."""
    claims: defaultdict[object, list[Said]] = defaultdict(list)
    columns = "record, coalesce(property, ''), value, modality, source, speaker, on_behalf_of, said_on, rank"
    for number, *said in ask(path, f"SELECT {columns} FROM claims"):
        claims[number].append(Said(*said))  # type: ignore[arg-type]
    states = {number: weigh(said) for number, said in claims.items()}
    return {number: state for number, state in states.items() if state.state}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events(), min_size=1, max_size=4))
def test_after_any_imports_the_caches_equal_a_recount(
    masters: tuple[Path, Path], tmp_path: Path, files: list[str]
) -> None:
    path = tmp_path / "talks.db"
    shutil.copy(masters[1], path)
    for text in files:
        (tmp_path / "file.toml").write_text(CAST + OTHER + text)
        import_file(path, tmp_path / "file.toml")
    again = import_file(path, tmp_path / "file.toml").summary
    assert (again.added, again.changed) == (0, 0)
    kept, anew = recounted(path)
    assert kept == anew
    assert weighed(path) == {
        number: State(str(state), tuple(str(about).split()), int(str(claims)), int(str(sources)))
        for number, state, about, claims, sources, *_ in ask(path, "SELECT * FROM record_state")
    }


def test_the_caches_of_the_bundled_talks_equal_a_recount(store_path: Path) -> None:
    kept, anew = recounted(store_path)
    assert kept == anew


def test_caches_that_were_tampered_with_are_mended_by_a_recount(store_path: Path) -> None:
    with writing(store_path) as conn:
        right = contents(conn, *CACHES)
        conn.execute("UPDATE day_counts SET events = events + 1")
        conn.execute("DELETE FROM timeline WHERE contested")
        conn.execute("UPDATE record_state SET state = 'denied'")
        conn.execute("BEGIN IMMEDIATE")
        caches.recount(conn)
        conn.execute("COMMIT")
        assert contents(conn, *CACHES) == right


def event(extra: str) -> str:
    return f'[events.e]\ntype = "STATEMENT"\ntitle = "E"\n{extra}\n'


def test_an_event_whose_status_changes_moves_to_its_other_place(talks: Callable[[str], Path]) -> None:
    path = talks(event('status = "planned"\nstarts = "2026-02-04"'))
    assert ask(path, "SELECT planned, day FROM timeline") == [(1, 20488)]
    talks(event('status = "held"\nstarts = "2026-02-05"'))
    assert ask(path, "SELECT planned, day FROM timeline") == [(0, 20489)]
    assert ask(path, "SELECT planned, day, events, contested FROM day_counts") == [(0, 20489, 1, 0)]


def test_an_event_without_a_date_comes_before_all_others(talks: Callable[[str], Path]) -> None:
    path = talks(event('status = "held"'))
    assert ask(path, "SELECT day, earliest FROM timeline") == [(UNDATED, 0)]


def test_an_event_known_to_be_by_a_day_comes_before_those_of_that_day(talks: Callable[[str], Path]) -> None:
    path = talks(
        '[events.on]\ntype = "STATEMENT"\ntitle = "On"\nstatus = "held"\nstarts = "2026-02-04"\n'
        '[events.by]\ntype = "STATEMENT"\ntitle = "By"\nstatus = "held"\nstarts = "[..2026-02-04]"\n'
    )
    ordered = ask(
        path, "SELECT title FROM timeline JOIN events ON events.id = event ORDER BY timeline.day, timeline.earliest"
    )
    assert ordered == [("By",), ("On",)]


def test_an_event_that_is_also_in_another_process_is_in_both_timelines(talks: Callable[[str], Path]) -> None:
    path = talks(
        '[processes.other]\nname = "Other"\n' + event('status = "held"\nlinks = [{kind="also_in", to="process:other"}]')
    )
    homes = [record(path, "process", slug) for slug in ("talks", "other")]
    assert ask(path, "SELECT process FROM timeline ORDER BY process") == [(home,) for home in sorted(homes)]


def test_a_claim_that_disagrees_marks_its_event_everywhere(talks: Callable[[str], Path]) -> None:
    path = talks(event(f'status = "held"\nclaims = [{CLAIMS[3]}]'))
    assert ask(path, "SELECT state FROM record_state") == [("single",)]
    talks(event(f'status = "held"\nclaims = [{CLAIMS[4]}]'))
    assert ask(path, "SELECT state, contested_on, claims, sources FROM record_state") == [("contested", "killed", 2, 2)]
    assert ask(path, "SELECT contested FROM timeline") == [(1,)]
    assert ask(path, "SELECT events, contested FROM day_counts") == [(1, 1)]
    talks(event(f'status = "held"\nclaims = [{CLAIMS[5]}]'))  # the same claim, set aside
    assert ask(path, "SELECT state, contested_on, claims, sources FROM record_state") == [("single", "", 1, 1)]
    assert ask(path, "SELECT events, contested FROM day_counts") == [(1, 0)]


def test_a_change_looks_at_no_more_than_what_it_touches(store_path: Path) -> None:
    said: list[str] = []
    with writing(store_path) as conn:
        with change(conn, "test") as opened:
            conn.set_trace_callback(said.append)
            event, new = opened.claim_slug("event", "round-2")
            opened.put_record("event", event, new, None, {"title": "Renamed"})
        conn.set_trace_callback(None)
        asked = [sql for sql in said if re.match(r"\s*(SELECT|INSERT|DELETE|UPDATE)", sql)]
        steps = [step for sql in asked for *_, step in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("touched" in step for step in steps)
    scanned = [step for step in steps if step.startswith("SCAN ") and step.split()[1] in GROWING]
    assert scanned == []
