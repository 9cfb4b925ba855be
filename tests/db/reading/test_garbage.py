"""Whatever a file holds, a reader yields units or says in a sentence what is wrong; it never falls, and never hangs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.drafts import Draft, Unit
from db.errors import TalksFileError, UsageError
from db.reading import FORMATS, reader
from tests.db.helpers import is_one_sentence
from tests.db.reading import samples

quick = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
WORDS = [
    *("persons", "organizations", "posts", "memberships", "events", "areas", "result", "eras", "timeline", "date"),
    *("id", "name", "other_names", "classification", "status", "person_id", "organization_id", "post_id", "parent_id"),
    *("person", "organization", "start_date", "end_date", "startDate", "year", "month", "day", "text", "headline"),
    *("group", "media", "unique_id", "title", "format", "process", "claims", "parties", "names"),
]
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=25,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def read(file: Path, taken_for: str | None) -> list[Unit] | None:
    """All units of a file; None if it is refused, which is said as it should be."""
    for beside in ("rest", "file.mapping.toml"):  # what an earlier one left
        file.with_name(beside).unlink(missing_ok=True)
    try:
        found = reader(file, taken_for)
        units = [*found.units()]
    except (TalksFileError, UsageError) as refusal:
        assert str(refusal)
        assert all(is_one_sentence(line) for line in str(refusal).splitlines())
        return None
    assert 0 <= found.share() <= 1
    for unit in units:
        assert all(isinstance(draft, Draft) for draft in unit.drafts)
        assert all(problem.startswith(unit.where.split(",")[0]) or ": " in problem for problem in unit.problems)
        assert unit.drafts or unit.problems
    rest = file.with_name("rest")
    try:
        found.rest([unit.raw for unit in units], rest)
    except TalksFileError:  # only a database can be so damaged that it is read and can't be copied
        assert taken_for == "dna"
        assert not rest.exists()
    else:
        assert rest.stat().st_size
    return units


def mutated(sample: bytes) -> st.SearchStrategy[bytes]:
    """A sample with some bytes cut out, put in, changed or doubled."""
    places = st.integers(0, len(sample))
    edits = st.lists(
        st.tuples(places, places, st.binary(max_size=6) | st.sampled_from([b'"', b"{", b"[", b"\n", b"\0"]))
    )

    def edit(which: list[tuple[int, int, bytes]]) -> bytes:
        data = sample
        for at, end, put in which[:4]:
            data = data[:at] + put + data[min(end, at + 40) if end > at else at :]
        return data

    return edits.map(edit)


@quick
@given(st.binary(max_size=400), st.sampled_from([None, *FORMATS]))
def test_garbage_is_read_or_refused(file: Path, data: bytes, taken_for: str | None) -> None:
    file.write_bytes(data)
    read(file, taken_for)


@quick
@given(documents, st.sampled_from(["json", "popolo", "timelinejs"]))
def test_any_json_is_read_or_refused(file: Path, document: object, taken_for: str) -> None:
    file.write_bytes(samples.dumped(document))
    read(file, taken_for)


SAMPLES = {
    "talks": ("toml", samples.TALKS.encode()),
    "popolo": ("popolo", samples.dumped(samples.POPOLO)),
    "timelinejs": ("timelinejs", samples.dumped(samples.TIMELINE)),
    "calendar": ("ical", samples.CALENDAR.encode()),
}


@pytest.mark.parametrize("which", SAMPLES)
def test_a_damaged_file_is_read_or_refused(file: Path, which: str) -> None:
    taken_for, sample = SAMPLES[which]
    file.write_bytes(sample)
    assert read(file, taken_for)
    assert read(file, None)

    @quick
    @given(mutated(sample), st.sampled_from([None, taken_for]))
    def damage(data: bytes, taken: str | None) -> None:
        file.write_bytes(data)
        read(file, taken)

    damage()


@pytest.mark.parametrize("version", [2, 3])
def test_a_damaged_database_is_read_or_refused(file: Path, tmp_path: Path, version: int) -> None:
    sample = samples.dna(tmp_path / "whole.dna", version).read_bytes()
    places = st.integers(0, len(sample) - 1)

    @quick
    @given(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=40), places)
    def damage(hits: list[tuple[int, int]], length: int) -> None:
        data = bytearray(sample)
        for at, byte in hits:
            data[at] = byte
        file.write_bytes(data[: length + 1] if length % 5 == 0 else data)
        read(file, "dna")

    damage()


@pytest.mark.parametrize("taken_for", [None, *FORMATS])
@pytest.mark.parametrize("which", SAMPLES)
def test_what_is_taken_for_another_format_is_read_or_refused(file: Path, which: str, taken_for: str | None) -> None:
    file.write_bytes(SAMPLES[which][1])
    read(file, taken_for)
