"""Which records an export has: those that are asked for, with all that they refer to, and nothing that wasn't known."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.dates import iso_day
from db.drafts import Draft
from db.errors import StoreError
from db.exporting.selection import select
from db.importing import import_file, load
from db.query import QueryError
from db.scope import Scope
from db.store import read_only
from tests.db.exporting import made
from tests.db.exporting.exported import chosen, exported
from tests.db.helpers import ask, reading, writing

TWO = """
[processes.other]
name = "Others"

[parties.delta]
name = "Delta"
short = "DE"
type = "state"

[people.dee]
name = "Dee"

[sources.third]
publisher = "The Third"
short = "TH"
title = "One more"
aligned_with = "delta"

[issues.water]
name = "Water"
[issues.wells]
parent = "water"
name = "Wells"
[issues.sea]
process = "other"
name = "Sea"

[[process_parties]]
party = "alpha"
role = "negotiator"
[[process_parties]]
process = "other"
party = "delta"
role = "host"

[[offices]]
person = "ann"
party = "alpha"
title = "Envoy"
since = "2026-01-10"
until = "2026-02-10"
[[offices]]
person = "dee"
party = "delta"
title = "Clerk"

[events.round]
type = "ROUND"
status = "held"
title = "Round"
place = "town"
starts = "2026-02-01"
claims = [
  {source="post", locator="1", property="status", value="planned", said_on="2026-01-20"},
  {source="post", property="starts", value="2026-01-30", said_on="2026-01-20", speaker="bob", on_behalf_of="beta"},
  {source="gazette", locator="2", property="starts", value="2026-02-01", said_on="2026-01-28"},
]
links = [{kind="about", to="issue:wells"}, {kind="because_of", to="quarrel"}]
[[events.round.parties]]
party = "alpha"
role = "attendee"
roster = "full"
claims = [
  {source="post", locator="3", said_on="2026-01-20"},
  {source="gazette", property="unchanged_from", value="talk"},
]
delegates = [
  {person="ann", role="head", status="present", claims=[{source="post", locator="4", said_on="2026-01-25"}]},
  {person="cy", role="member", status="present", claims=[{source="post", locator="4"}]},
]
[[events.round.parties]]
party = "gamma"
role = "host"
claims = [{source="gazette", locator="9"}]

[events.quarrel]
type = "ACCUSE"
status = "held"
title = "Quarrel"
starts = "2026-01-15"
claims = [{source="gazette", locator="1"}]

[events.talk]
type = "CONSULT"
status = "held"
title = "Talk"
starts = "2026-01-05"
claims = [{source="third", locator="1", relayed_by="dee"}]
links = [{kind="also_in", to="process:other"}]

[events.far]
process = "other"
type = "CONSULT"
status = "held"
title = "Far"
starts = "2026-03-01"

[[positions]]
party = "beta"
issue = "wells"
date = "2026-01-31"
summary = "Wants them."
[[positions]]
party = "beta"
issue = "land"
date = "2026-02-05"
stance = 1
summary = "Accepts."

[[documents]]
source = "third"
text = "What was said."
"""


@pytest.fixture
def two(talks: Callable[[str], Path]) -> Path:
    """A store with two processes, which share an event."""
    return talks(TWO)


def of(kind: str, found: set[str]) -> set[str]:
    return {one.partition(":")[2] for one in found if one.startswith(f"{kind}:")}


def test_all_of_a_store_is_taken_where_nothing_is_asked_for(two: Path) -> None:
    everything = {f"{kind}:{slug}" for kind, slug in ask(two, "SELECT kind, slug FROM records")}
    assert chosen(two, Scope()) == everything


def test_a_process_has_its_own_what_is_also_in_it_and_what_those_refer_to(two: Path) -> None:
    found = chosen(two, Scope(process="other"))
    assert of("event", found) == {"far", "talk"}
    assert of("process", found) == {"other", "talks"}  # the other is the home of what is also in this one
    assert of("issue", found) == {"sea"}
    assert of("party", found) == {"delta", "alpha"}  # both have a part in one of the two
    assert of("person", found) == {"dee"}  # who relayed what was said of the talk
    assert of("office", found) == {"dee/delta/clerk"}
    assert of("source", found) == {"third"}
    assert of("document", found) == {"third"}
    assert of("position", found) == set()
    assert of("event", chosen(two, Scope(process="talks"))) == {"round", "quarrel", "talk"}


def test_what_a_filter_keeps_brings_along_what_it_refers_to(two: Path) -> None:
    found = chosen(two, Scope(query="kind:round"))
    assert of("event", found) == {"round", "talk"}  # the delegation is said to be the one of that talk
    assert of("event_party", found) == {"round/alpha/attendee", "round/gamma/host"}
    assert of("delegate", found) == {"round/alpha/ann", "round/alpha/cy"}
    assert of("person", found) == {"ann", "bob", "cy", "dee"}
    assert of("office", found) == {"ann/alpha/envoy", "dee/delta/clerk"}
    assert of("place", found) == {"town"}
    assert of("issue", found) == {"wells", "water"}  # what it is about, with what is above it
    assert of("process", found) == {"talks", "other"}
    assert of("position", found) == set()
    assert 'to="quarrel"' not in exported(two, scope=Scope(query="kind:round"))


def test_an_event_comes_whole_even_if_only_a_seat_was_kept(two: Path) -> None:
    found = chosen(two, Scope(query="person:cy -kind:event"))
    assert {"event:round", "delegate:round/alpha/ann", "event_party:round/gamma/host"} <= found


def test_words_stand_in_the_record_or_in_what_is_said_of_it(two: Path) -> None:
    assert of("event", chosen(two, Scope(query="quarrel"))) == {"quarrel"}
    assert chosen(two, Scope(query="nowhere")) == set()


def test_a_filter_within_a_process_keeps_nothing_of_others(two: Path) -> None:
    assert of("event", chosen(two, Scope(query="kind:consult"))) == {"far", "talk"}
    assert of("event", chosen(two, Scope(process="talks", query="kind:consult"))) == {"talk"}


@pytest.mark.parametrize(
    "scope",
    [
        *(Scope(process=name) for name in ("talks", "other")),
        *(Scope(query=text) for text in ("kind:round", "party:beta", "person:dee", "source:third", "kind:position")),
        *(Scope(as_of=iso_day(f"2026-{day}")) for day in ("01-01", "01-12", "01-24", "01-29", "02-01", "02-28")),
        *(Scope(word=word) for word in ("source:post", "source:gazette", "party:beta")),
        Scope(process="talks", query="since:2026-01-10", as_of=iso_day("2026-01-29"), word="source:post"),
    ],
    ids=lambda scope: "-".join(str(one) for one in (scope.process, scope.query, scope.as_of, scope.word) if one),
)  # fmt: skip
def test_a_part_imports_by_itself_and_is_the_same_again(
    two: Path, masters: tuple[Path, Path], tmp_path: Path, scope: Scope
) -> None:
    text = exported(two, scope=scope)
    file = tmp_path / "part.toml"
    file.write_text(text, encoding="utf-8")
    again = Path(shutil.copy(masters[1], tmp_path / "part.db"))
    import_file(again, file)
    assert exported(again) == text


def known(path: Path, day: str) -> set[str]:
    return chosen(path, Scope(as_of=iso_day(day)))


def test_as_of_a_day_there_is_what_was_known_by_then(two: Path) -> None:
    assert of("event", known(two, "2026-01-19")) == {"talk", "quarrel"}
    assert of("event", known(two, "2026-01-20")) == {"talk", "quarrel", "round"}  # announced, for the 30th
    assert of("position", known(two, "2026-02-01")) == {"beta/wells/2026-01-31"}
    assert of("office", known(two, "2026-01-09")) == {"dee/delta/clerk"}
    assert of("office", known(two, "2026-01-10")) == {"ann/alpha/envoy", "dee/delta/clerk"}
    assert of("source", known(two, "2020-01-01")) == {"post", "gazette", "third"}


def test_as_of_a_day_a_plan_has_the_seats_that_somebody_had_spoken_of(two: Path) -> None:
    assert of("delegate", known(two, "2026-01-24")) == set()
    assert of("event_party", known(two, "2026-01-24")) == {"round/alpha/attendee"}
    assert of("delegate", known(two, "2026-01-26")) == {"round/alpha/ann"}
    assert of("delegate", known(two, "2026-02-01")) == {"round/alpha/ann", "round/alpha/cy"}
    assert of("event_party", known(two, "2026-02-01")) == {"round/alpha/attendee", "round/gamma/host"}


def test_a_voice_changes_no_record_that_there_is(two: Path) -> None:
    everything = chosen(two, Scope())
    for word in ("source:post", "party:beta"):
        assert chosen(two, Scope(word=word)) == everything


def test_what_the_store_does_not_hold_is_refused(two: Path) -> None:
    for scope, error, said in (
        (Scope(process="nowhere"), StoreError, "no negotiation “nowhere”"),
        (Scope(word="party:nobody"), StoreError, "no voice “nobody”"),
        (Scope(query="party:nobody"), QueryError, "nobody"),
        (Scope(query="colour:red"), QueryError, "no filter “colour:”"),
    ):
        with reading(two) as conn, pytest.raises(error, match=said):
            select(conn, scope)


def test_one_selection_takes_the_place_of_another(two: Path) -> None:
    conn = read_only(two)
    counted = []
    for scope in (Scope(), Scope(query="kind:round"), Scope(), Scope(process="other"), Scope(as_of=0)):
        select(conn, scope)
        counted.append(conn.execute("SELECT count(*) FROM temp.taken").fetchone()[0])
    conn.close()
    assert counted[0] == counted[2] > counted[1] > 0
    assert counted[0] > counted[3] > 0


def test_nothing_is_written(two: Path) -> None:
    before = two.read_bytes()
    chosen(two, Scope(query="kind:round"))
    assert two.read_bytes() == before
    with reading(two) as conn:
        select(conn, Scope(query="kind:round"))
        assert conn.execute("PRAGMA query_only").fetchone() == (1,)


@st.composite
def parts(draw: st.DrawFn) -> tuple[list[Draft], Scope]:
    """Any talks, and what is asked of them."""
    drafts = draw(made.talks())

    def slug(kind: str) -> str | None:
        return draw(st.sampled_from([draft.slug for draft in drafts if draft.shape.kind == kind]))

    word = draw(st.sampled_from((None, "source", "party")))
    query = draw(st.sampled_from(("", "", "kind:event", "kind:position", "kind:seat", "party:{}", "since:2026")))
    return drafts, Scope(
        process=draw(st.sampled_from((None, slug("process")))),
        as_of=draw(st.sampled_from((None, *(iso_day(f"2026-0{month}-04") for month in (1, 2, 3))))),
        word=f"{word}:{slug(word)}" if word else None,
        query=query.format(slug("party")),
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(part=parts())
def test_a_part_of_any_store_imports_by_itself(
    part: tuple[list[Draft], Scope], masters: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    drafts, scope = part
    folder = tmp_path_factory.mktemp("part")
    path = Path(shutil.copy(masters[1], folder / "made.db"))
    with writing(path) as conn:
        load(conn, drafts, "test", "made up")
    text = exported(path, scope=scope)
    file = folder / "part.toml"
    file.write_text(text, encoding="utf-8")
    again = Path(shutil.copy(masters[1], folder / "part.db"))
    import_file(again, file)
    assert exported(again) == text
    shutil.rmtree(folder)
