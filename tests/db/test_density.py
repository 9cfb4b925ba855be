"""How much happened when: every event of a known day is in one stretch, and stretches are equally long."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import density as module
from db.density import Density, density
from db.overview import processes
from db.scope import Scope
from tests.db.helpers import reading, record

Talks = Callable[[str], Path]


def read(path: Path, scope: Scope | None = None) -> Density | None:
    with reading(path) as conn:
        return density(conn, record(path, "process", "talks"), scope or Scope())


def event(slug: str, starts: str, denied: bool = False) -> str:
    claims = '{source="post"}' + (', {source="gazette", modality="denies"}' if denied else "")
    return (
        f'[events.{slug}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "E"\nstarts = "{starts}"\nclaims = [{claims}]\n'
    )


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6), st.integers(1, 300))
def test_each_day_is_in_the_stretch_that_begins_at_or_before_it(begin: int, length: int, bins: int) -> None:
    span = Density(begin, begin + length, (), ())
    for number in {0, bins // 2, bins - 1}:
        start = span.day_of(number, bins)
        if start <= span.last:
            assert span.bin_of(start, bins) >= number
            assert start == begin or span.bin_of(start - 1, bins) < span.bin_of(start, bins) or number == 0
    assert span.bin_of(begin, bins) == 0
    assert span.bin_of(begin + length, bins) <= bins - 1


def test_days_of_a_short_span_are_stretches_of_their_own(talks: Talks) -> None:
    path = talks(event("a", "2026-02-01") + event("b", "2026-02-01", denied=True) + event("c", "2026-02-04"))
    assert read(path) == Density(20485, 20488, (2, 0, 0, 1), (1, 0, 0, 0))
    assert read(path, Scope(contested_only=True)) == Density(20485, 20488, (1, 0, 0, 0), (1, 0, 0, 0))
    assert read(path, Scope(as_of=20486)) == Density(20485, 20485, (2,), (1,))


def test_a_filter_leaves_the_span_as_it_is(talks: Talks) -> None:
    path = talks(event("a", "2026-02-01") + event("b", "2026-02-02", denied=True) + event("c", "2026-02-04"))
    assert read(path, Scope(query="contested:")) == Density(20485, 20488, (0, 1, 0, 0), (0, 1, 0, 0))


@pytest.mark.parametrize("wide", [10, 10**9], ids=["by year", "by day"])
def test_nothing_is_lost_however_it_is_counted(talks: Talks, monkeypatch: pytest.MonkeyPatch, wide: int) -> None:
    monkeypatch.setattr(module, "_WIDE", wide)
    path = talks("".join(event(f"e{number}", f"{1600 + number * 7}-06-15") for number in range(60)))
    found = read(path)
    assert found is not None
    assert sum(found.events) == 60
    assert len(found.events) == module.BINS


def test_where_nothing_has_a_date_there_is_no_strip(talks: Talks, empty_store: Path) -> None:
    path = talks('[events.e]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "E"\n')
    assert read(path) is None
    with reading(empty_store) as conn:
        assert processes(conn) is not None
