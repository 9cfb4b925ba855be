"""Units of foreign formats through the engine: what is named, filled in, left out, kept beside; and never half."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.check import check
from db.drafts import Draft, Named, Unit
from db.errors import TalksFileError
from db.importing import BATCH
from db.importing.report import RefusedError, Summary
from db.shapes import BY_TABLE
from tests.db.helpers import ask, digest, is_one_sentence, whole
from tests.db.importing.units import event, named, record, take

Talks = Callable[[str], Path]


@pytest.fixture
def path(talks: Talks) -> Path:
    """A store with the cast."""
    return talks("")


def unsound(path: Path) -> list[str]:
    """What is wrong with a store, beside what is with the cast."""
    return [finding.text for finding in check(path).findings if finding.record != "issue:land"]


def test_a_row_brings_its_event_and_whom_it_names(path: Path) -> None:
    report = take(path, event(1, [named("ALPHA"), named("Wagner Group", type="group")], place=named("Lima")))
    assert report.summary == Summary(added=9, changed=0, same=0)
    assert [(one.kind, one.name, one.record, one.times) for one in report.made] == [
        ("place", "Lima", "lima", 1), ("source", "Our log", "our-log", 1), ("party", "Wagner Group", "wagner-group", 1),
    ]  # fmt: skip
    assert ask(path, "SELECT slug FROM records WHERE kind = 'event_party' ORDER BY id") == [
        ("e-1/alpha/actor",), ("e-1/wagner-group/actor",),
    ]  # fmt: skip
    assert ask(path, "SELECT DISTINCT slug, kind FROM claims JOIN records ON records.id = source") == [
        ("our-log", "source")
    ]
    assert ask(path, "SELECT events.title, places.name FROM events JOIN places ON places.id = place") == [
        ("Event 1", "Lima")
    ]
    assert unsound(path) == []


def test_the_same_again_adds_nothing(path: Path) -> None:
    rows = [event(number, [named("Wagner"), named("Alpha")], place=named("Lima")) for number in range(3)]
    take(path, *rows)
    before = whole(path)
    again = [event(number, [named("Wagner"), named("Alpha")], place=named("Lima")) for number in range(3)]
    report = take(path, *again)
    assert (report.summary.added, report.summary.changed) == (0, 0)
    assert report.made == ()
    assert whole(path) == before


def test_two_names_of_one_party_are_one_part_in_an_event(path: Path) -> None:
    take(path, event(1, [named("Alpha"), named("AA")]))
    assert ask(path, "SELECT count(*) FROM event_parties") == [(1,)]
    assert ask(path, "SELECT count(*) FROM claims JOIN event_parties ON event_parties.id = record") == [(2,)]


def test_the_only_process_is_that_of_what_has_none(path: Path) -> None:
    take(path, event(1), process=None)
    assert ask(path, "SELECT home.slug FROM records JOIN records AS home ON home.id = records.process"
                     " WHERE records.kind = 'event'") == [("talks",)]  # fmt: skip


def test_a_process_is_given_by_any_name_and_made_if_it_is_new(path: Path) -> None:
    take(path, event(1), process="THE TALKS")
    report = take(path, event(2), process="Other talks")
    assert [(one.kind, one.record) for one in report.made] == [("process", "other-talks")]
    with pytest.raises(TalksFileError, match=r"add --process NAME \(it has talks, other-talks\)"):
        take(path, event(3), process=None)


def test_a_store_without_a_process_says_what_is_missing(empty_store: Path) -> None:
    before = digest(empty_store)
    with pytest.raises(TalksFileError) as caught:
        take(empty_store, event(1), process=None)
    assert is_one_sentence(str(caught.value))
    assert digest(empty_store) == before


def test_a_file_that_says_nothing_of_its_source_is_one_fault(path: Path) -> None:
    with pytest.raises(TalksFileError) as caught:
        take(path, event(1), event(2), source=None)
    assert str(caught.value).endswith("rows.csv says nothing of its source: add --source NAME.")


def test_a_row_without_a_source_among_others_is_a_fault_of_its_own(path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        take(path, event(1, claims=[{"source": "post"}]), event(2), source=None)
    [problem] = caught.value.problems
    assert problem.endswith(
        "line 2, claims[1].source: it says nothing of its source: fill it in, or add --source NAME."
    )


def test_a_source_that_may_be_several_is_refused_before_anything(talks: Talks) -> None:
    path = talks('[sources.a]\npublisher = "Sun"\nshort = "SU"\ntitle = "T"\n'
                 '[sources.b]\npublisher = "Sun"\nshort = "SU"\ntitle = "T"\n')  # fmt: skip
    with pytest.raises(TalksFileError, match="--source: “T” may be any of a, b"):
        take(path, event(1), source="T")


def test_a_fault_is_found_by_its_column(path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        take(path, event(1, starts="32 March", colour="red"), event(2, place=Named("Quux")))
    file = path.with_name("rows.csv")
    assert [*caught.value.problems] == [
        f"{file}: line 1, column date: “32 March” is not a date: write it as EDTF, such as 2026-02-04, 2026-02,"
        " 2026-02-03? or [..2026-02-04].",
        f"{file}: line 1: there is no field “colour”: it may have type, status, title, summary, place, number, format,"
        " starts, ends, duration.",
        f"{file}: line 2, column where: there is no place “Quux” in the file or the store.",
    ]
    [first, second] = caught.value.report.bad
    assert (first.where, first.faults[0].column, second.faults[0].column) == ("line 1", "date", "where")
    assert not caught.value.report.taken


def test_faults_beyond_the_first_are_counted(path: Path) -> None:
    before = whole(path)
    with pytest.raises(RefusedError) as caught:
        take(path, *(event(number, starts="soon") for number in range(1234)))
    assert len(caught.value.problems) == 51
    assert caught.value.problems[-1].endswith("rows.csv: 1,184 more have faults, which are not listed.")
    assert whole(path) == before


def test_what_is_left_out_is_put_beside_the_file_and_nothing_is_overwritten(path: Path) -> None:
    rows = event(1, [named("Wagner")]), event(2, [named("Nobody else")], starts="soon"), event(3)
    report = take(path, *rows, skip_bad=True)
    for name in ("rows.bad-2.csv", "rows.bad-3.csv"):
        report = take(path, *rows, skip_bad=True)
        assert report.rest == str(path.with_name(name))
        assert Path(report.rest).read_text() == "row 2\n"
        assert report.left_out == 1
    assert ask(path, "SELECT slug FROM records WHERE kind = 'event' ORDER BY id") == [("e-1",), ("e-3",)]
    assert ask(path, "SELECT name FROM parties WHERE name LIKE 'N%'") == []  # nothing of a bad row is made
    skipped = {one.kind: one.skipped for one in report.counts if one.skipped}
    assert skipped == {"event": 1, "event_party": 1, "claim": 2}


def test_what_cannot_be_put_aside_stays_out_with_all_the_rest(path: Path, tmp_path: Path) -> None:
    before = whole(path)
    with pytest.raises(TalksFileError, match="nothing of it was imported"):
        take(path, event(1), event(2, starts="soon"), skip_bad=True, file=tmp_path / "nowhere" / "rows.csv")
    assert whole(path) == before


def test_what_was_put_aside_is_gone_where_the_rest_is_broken_off(path: Path) -> None:
    before, aside = whole(path), path.with_name("rows.bad.csv")

    def breaks_off() -> None:
        assert aside.exists()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(path, event(1), event(2, starts="soon"), skip_bad=True, sealed=breaks_off)
    assert whole(path) == before
    assert not aside.exists()


def test_what_refers_to_something_left_out_is_left_out_too(path: Path) -> None:
    first, second, third, fourth = event(1, starts="soon"), event(2), event(3), event(4)
    third.drafts[0].links.append({"kind": "part_of", "to": "e-2"})
    second.drafts[0].links.append({"kind": "part_of", "to": "e-1"})
    report = take(path, third, second, first, fourth, whole=True, skip_bad=True)
    assert [str(bad.faults[0]) for bad in report.bad] == [
        "line 3: it refers to line 2, which has a fault.",
        "line 2: it refers to line 1, which has a fault.",
        "line 1, column date: “soon” is not a date: write it as EDTF, such as 2026-02-04, 2026-02, 2026-02-03? or"
        " [..2026-02-04].",
    ]
    assert ask(path, "SELECT slug FROM records WHERE kind = 'event'") == [("e-4",)]
    assert unsound(path) == []


def test_a_dry_run_says_the_same_and_keeps_nothing(path: Path) -> None:
    take(path, event(1))
    before, state = digest(path), whole(path)
    report = take(path, event(1, title="Another"), event(2, starts="soon"), event(3), dry_run=True, skip_bad=True)
    assert not report.taken
    assert report.summary == Summary(added=2, changed=1, same=1)
    assert [(one.record, one.field, one.before, one.after) for one in report.edits] == [
        ("e-1", "title", "Event 1", "Another")
    ]
    assert (report.left_out, report.rest) == (1, "")
    assert (digest(path), whole(path)) == (before, state)
    assert not [*path.parent.glob("*.bad*")]


def test_edits_are_told_with_what_they_change(path: Path) -> None:
    take(path, event(1, place="town", claims=[{"source": "post", "locator": "1"}]))
    changed = event(
        1, place=named("Lima"), starts="2026-02-05", claims=[{"source": "post", "locator": "1", "note": "n"}]
    )
    report = take(path, changed)
    assert [(one.kind, one.record, one.part, one.field, one.before, one.after) for one in report.edits] == [
        ("event", "e-1", "", "place", "town", "lima"),
        ("event", "e-1", "", "starts", "2026-02-04", "2026-02-05"),
        ("event", "e-1", "claim", "note", None, "n"),
    ]


def test_what_no_field_takes_is_kept_and_counted(path: Path) -> None:
    first, second = event(1), event(2)
    first.drafts[0].extra = {"iso": 804, "region": "Europe"}
    second.drafts[0].extra = {"region": "Europe"}
    assert take(path, first, second).extra == {"region": 2, "iso": 1}
    other = event(1)
    other.drafts[0].extra = {"region": "Asia", "note": "x"}
    assert take(path, other).summary.changed == 1
    [(kept,)] = ask(path, "SELECT extra FROM records WHERE slug = 'e-1'")
    assert json.loads(str(kept)) == {"iso": 804, "note": "x", "region": "Asia"}
    assert take(path, event(1)).summary.changed == 0  # a file without any leaves it


def test_a_record_without_a_slug_is_the_one_that_is_called_so(path: Path) -> None:
    report = take(
        path, record("people", None, "person 1", name="ANN", sort_name="Archer, Ann"),
        record("people", None, "person 2", name="Dora"), record("parties", None, "party 1", name="Mali", type="state"),
    )  # fmt: skip
    assert (report.summary.added, report.summary.changed) == (2, 1)
    assert ask(path, "SELECT name, sort_name FROM people WHERE name IN ('Ann', 'ANN', 'Dora') ORDER BY name") == [
        ("Ann", "Archer, Ann"), ("Dora", None),
    ]  # fmt: skip
    assert ask(path, "SELECT short, type FROM parties WHERE name = 'Mali'") == [("MA", "state")]


def test_an_event_without_a_slug_gets_one_of_what_it_says(path: Path) -> None:
    unit = event(1, place="town")
    unit.drafts[0].slug = None
    take(path, unit)
    assert ask(path, "SELECT slug FROM records WHERE kind = 'event'") == [("2026-02-04-event-1-town",)]


def test_the_same_record_twice_is_a_fault_however_far_apart(path: Path) -> None:
    rows = [event(number) for number in range(BATCH + 1)]
    with pytest.raises(RefusedError, match=r"line 0: the same event as line 0 \(“e-0”\): give one a slug of its own"):
        take(path, *rows, event(0))


def test_a_row_may_name_what_another_row_made_long_before(path: Path) -> None:
    rows = [event(number, [named("Wagner")]) for number in range(BATCH + 1)]
    report = take(path, *rows)
    [wagner] = [one for one in report.made if one.name == "Wagner"]
    assert wagner.times == BATCH + 1
    assert ask(path, "SELECT count(*) FROM parties WHERE name = 'Wagner'") == [(1,)]


def test_what_was_only_named_in_bad_rows_is_made_with_the_first_good_one(path: Path) -> None:
    rows = [event(0, [named("Wagner")], starts="soon"), *(event(number) for number in range(1, BATCH))]
    report = take(path, *rows, event(BATCH, [named("Wagner")]), skip_bad=True)
    assert ("Wagner", 1) in [(one.name, one.times) for one in report.made]
    assert unsound(path) == []


def test_passages_are_kept_where_the_text_is(talks: Talks) -> None:
    path = talks("")
    passage = {"exact": "Two", "prefix": "One ", "suffix": "", "begins": 4, "ends": 7}
    document = record("documents", None, "text", source="post", text="One Two")
    said = event(1, claims=[{"source": "post", "passage": passage}])
    report = take(path, said, document, whole=True)
    assert ("passage", 1) in [(one.kind, one.added) for one in report.counts]
    assert ask(path, "SELECT exact, prefix, begins, ends FROM anchors") == [("Two", "One ", 4, 7)]
    assert unsound(path) == []
    again = take(path, event(1, claims=[{"source": "post", "passage": passage}]))
    assert again.summary == Summary(0, 0, 3)
    with pytest.raises(RefusedError, match=r"line 2, claims\[1\]\.passage: its source has no text"):
        take(path, event(2, claims=[{"source": "gazette", "passage": passage}]))


def test_readers_say_what_is_wrong_themselves(path: Path) -> None:
    odd = Unit("line 7", [], "raw", ["line 7: it has 3 cells, the header has 5."])
    with pytest.raises(RefusedError) as caught:
        take(path, event(1), odd)
    assert [*caught.value.problems] == [f"{path.with_name('rows.csv')}: line 7: it has 3 cells, the header has 5."]


def test_a_name_that_is_made_wrong_is_a_fault_of_who_names_it(path: Path) -> None:
    report = take(path, event(1, [named("Wagner", code="WAG")]), event(2), skip_bad=True)
    assert [str(fault) for bad in report.bad for fault in bad.faults] == [
        "line 1.code: “WAG” is not an ISO 3166-1 code of two capital letters."
    ]


# Any units, in any order, good and bad, referring to each other.


@dataclass(frozen=True)
class Plan:
    """A row: its number, what is wrong with it, whom it names, the rows that it refers to, and where it happened."""

    number: int
    bad: str
    parties: list[str]
    links: list[int]
    place: str

    def unit(self) -> Unit:
        more: dict[str, object] = {"place": named(self.place)} if self.place else {}
        if self.bad == "starts":
            more["starts"] = "soon"
        if self.bad == "place":
            more["place"] = Named("Quux")
        parties = [*map(named, self.parties), *([Named("Quux")] if self.bad == "party" else [])]
        unit = event(self.number, parties, [{"value": "x"}] if self.bad == "claim" else [], **more)
        unit.drafts[0].links.extend({"kind": "about", "to": f"e-{to}"} for to in self.links)
        return unit


PLANS = st.lists(
    st.builds(
        Plan,
        number=st.integers(0, 7),
        bad=st.sampled_from(["", "", "", "starts", "place", "claim", "party"]),
        parties=st.lists(st.sampled_from(["Alpha", "alpha", "Wagner", "WAGNER", "Mali", "BB"]), max_size=3),
        links=st.lists(st.integers(0, 9), max_size=2),
        place=st.sampled_from(["", "Lima", "lima", "Town"]),
    ),
    max_size=10,
)


def expected(plans: list[Plan]) -> set[int]:
    """Which events are taken: those without a fault, that no earlier one is, and that refer to none but such."""
    first: dict[int, Plan] = {}
    for plan in plans:
        first.setdefault(plan.number, plan)
    taken = {number for number, plan in first.items() if not plan.bad}
    while True:
        left = {number for number in taken if all(to in taken for to in first[number].links)}
        if left == taken:
            return taken
        taken = left


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=PLANS)
def test_exactly_the_good_are_taken_and_without_leave_all_or_none(
    path: Path, tmp_path: Path, plans: list[Plan]
) -> None:
    copy = Path(shutil.copy(path, tmp_path / "copy.db"))
    before = whole(copy)
    numbers = [plan.number for plan in plans]
    faulty = len(numbers) != len({*numbers}) or len(expected(plans)) != len(numbers)
    try:
        take(copy, *(plan.unit() for plan in plans), whole=True)
    except RefusedError:
        assert faulty
        assert whole(copy) == before
    else:
        assert not faulty
    report = take(copy, *(plan.unit() for plan in plans), whole=True, skip_bad=True)
    assert {slug for (slug,) in ask(copy, "SELECT slug FROM records WHERE kind = 'event'")} == {
        f"e-{number}" for number in expected(plans)
    }
    assert report.left_out == len(plans) - len(expected(plans))
    assert ask(copy, "PRAGMA foreign_key_check") == []
    assert unsound(copy) == []
    state = whole(copy)
    take(copy, *(plan.unit() for plan in plans), whole=True, skip_bad=True)
    assert whole(copy) == state
    for left in tmp_path.glob("*.bad*"):
        left.unlink()


def test_a_seat_is_of_the_delegation_that_it_stands_in(path: Path) -> None:
    unit = event(1, [named("AA")])
    seat = Draft(BY_TABLE["delegates"], "line 1", None, None, {"person": named("Dora"), "role": "head",
                 "status": "present"}, unit.drafts[1], [{}])  # fmt: skip
    unit.drafts.append(seat)
    take(path, unit)
    assert ask(path, "SELECT parties.name, people.name FROM delegates JOIN parties ON parties.id = party"
                     " JOIN people ON people.id = person") == [("Alpha", "Dora")]  # fmt: skip
