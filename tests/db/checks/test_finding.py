"""The words that all checks share."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.checks.finding import claims_named, listed, many, quoted, records_named
from tests.db.helpers import reading, record


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        ([*"abcde"], "a, b, c, d and e"),
        ([*"abcdef"], "a, b, c, d, e and 1 more"),
        (["a"] * 2000, "a, a, a, a, a and 1,995 more"),
    ],
)
def test_many_things_are_a_few_and_a_number(things: list[str], said: str) -> None:
    assert listed(things) == said


def test_a_number_of_things_has_its_plural() -> None:
    assert [many(number, "claim") for number in (0, 1, 2, 1200)] == ["0 claims", "1 claim", "2 claims", "1,200 claims"]


def test_a_long_text_is_quoted_in_part() -> None:
    assert quoted("short") == "“short”"
    assert quoted("x" * 500) == f"“{'x' * 80}…”"


def test_records_are_named_by_kind_and_slug_where_there_are_any(sound: Path) -> None:
    ann = record(sound, "person", "ann")
    with reading(sound) as conn:
        assert records_named(conn, [ann, 123456]) == {ann: "person:ann"}


def test_a_claim_is_named_by_its_record_its_source_and_its_place(sound: Path) -> None:
    with reading(sound) as conn:
        [(claim,)] = conn.execute("SELECT id FROM claims WHERE quote IS NOT NULL")
        assert claims_named(conn, [claim]) == {claim: ("event:answer", "event:answer, claim from post (6)")}
