"""What the search box offers and shows for what is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from db.query import FILTERS
from db.scope import Scope
from db.suggest import MANY, answer, completions
from tests.db.helpers import is_one_sentence, reading
from tests.db.test_query import QUERIES

Talks = Callable[[str], Path]


def offered(path: Path, text: str) -> list[tuple[str, str]]:
    with reading(path) as conn:
        return [(one.text, one.means) for one in completions(conn, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pa", [("party:", FILTERS["party"])]),
        ("x -st", [("x -status:", FILTERS["status"]), ("x -stance:", FILTERS["stance"])]),
        ("p", []),
        ("truce ", []),
        ("party:al", [("party:alpha", "Alpha")]),
        ("party:alpha,b", [("party:alpha,beta", "Beta")]),
        ("party:alpha", []),
        ('person:"b', [("person:bob", "Bob")]),
        ("source:post", []),
        ("source:po", [("source:post", "The Post")]),
        ("status:pl", [("status:planned", "")]),
        ("kind:acc", [("kind:accuse", "accusation")]),
        ("has:q", [("has:quote", "")]),
        ("stance:n", [("stance:none", "no known position")]),
        ("contested:", [("contested:yes", ""), ("contested:no", "")]),
        ("since:", []),
    ],
)
def test_completions(talks: Talks, text: str, expected: list[tuple[str, str]]) -> None:
    assert offered(talks(""), text) == expected


def test_what_is_typed_is_answered_whole(talks: Talks) -> None:
    path = talks("")
    with reading(path) as conn:
        found = answer(conn, "alpha", Scope())
        assert found.results is not None
        assert found.results.hits[0].slug == "party:alpha"
        wrong = answer(conn, "party:nobody", Scope())
        assert wrong.results is None
        assert is_one_sentence(wrong.wrong)
        assert len(answer(conn, "kind:", Scope()).completions) == MANY


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(QUERIES)
def test_anything_typed_has_an_answer(store_path: Path, text: str) -> None:
    with reading(store_path) as conn:
        found = answer(conn, text, Scope())
        assert (found.results is None) == bool(found.wrong)
        for one in found.completions:
            assert one.text
