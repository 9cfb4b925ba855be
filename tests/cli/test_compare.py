"""`talks-tui compare`: what differs between two days or rounds, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Cli, Refusal
from tests.db.checks.helpers import spoil
from tests.db.helpers import digest
from tests.db.stories import STORY


@pytest.fixture
def story(talks: Callable[[str], Path]) -> Path:
    return talks(STORY)


def asked(cli: Cli, *words: str | Path) -> Any:  # noqa: ANN401 - JSON
    done = cli("compare", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_two_rounds_are_compared_as_text_with_iso_days(cli: Cli, story: Path) -> None:
    before = digest(story)
    done = cli("compare", story, "round 1", "r2", COLUMNS="100")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "The talks: Round 1 (2026-01-12) → Round 2 (2026-02-04)"
    for line in (
        "      promoted  Bob  member → head",
        "      left      Ann  head",
        "      who joined or left can't be said: named in part at Round 1",
        "      AL   ▲▲ demands   → ▲° accepts     softened by 1 · condition added",
        "   2026-02-03  ● Round 2 of the talks  | AL BE",
        "         The Post ¶ 2 → Ann → Alpha, 2026-01-25",
        "   A denial  one source → ✗ denied",
    ):
        assert line in lines
    assert digest(story) == before


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_columns_there_are(cli: Cli, store_path: Path, columns: int) -> None:
    done = cli("compare", store_path, "1", "2", COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(cell_len, done.stdout.splitlines())) <= columns


def test_a_program_gets_an_object(cli: Cli, story: Path) -> None:
    found = asked(cli, story, "1", "2")
    assert [*found] == ["from", "to", "delegations", "stances", "events", "claims"]
    assert found["from"] == {"day": "2026-01-12", "round": "Round 1", "now": False}
    alpha, beta = found["delegations"]["teams"]
    assert [one["person"] for one in alpha["joined"]] == ["Dee"]
    assert [one["person"] for one in alpha["left"]] == ["Ann"]
    assert alpha["changed"][0] == {
        "person": "Bob", "what": "role", "from": "member", "to": "head", "promoted": True,
    }  # fmt: skip
    # Null, not an empty list: it isn't known.
    assert (beta["joined"], beta["left"]) == (None, None)
    assert [one["person"] for one in beta["named_earlier_only"]] == ["Dee"]
    [land] = found["stances"]
    assert land["apart"] == [4, 3]
    assert land["moves"][0] == {
        "party": "Alpha", "from": {"stance": 2, "condition": None},
        "to": {"stance": 1, "condition": "If the bridge stays"}, "change": "softened", "steps": -1,
        "condition": "added", "state": None,
    }  # fmt: skip
    assert found["events"]["total"] == 3
    assert [one["title"] for one in found["events"]["announced"]] == ["To come"]
    [count] = found["claims"]["changed"]
    assert (count["from"]["value"], count["to"]["value"]) == ("10", "12")
    assert count["by"][0]["speaker"] == "Ann"
    assert [one["to"] for one in found["claims"]["disputes"]] == ["agreed", "denied"]
    assert not found["claims"]["more"]


def test_now_has_no_day(cli: Cli, story: Path) -> None:
    assert asked(cli, story, "2026-01-20", "now")["to"] == {"day": None, "round": None, "now": True}


def test_nothing_between_is_no_fault_and_says_how_to_widen(cli: Cli, story: Path) -> None:
    done = cli("compare", story, "1", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "there is nothing between; choose an earlier first day." in done.stdout
    assert "an earlier first day widens the search" in cli("compare", story, "2019-01-01", "2019-02-01").stdout
    assert asked(cli, story, "1", "1")["events"]["total"] == 0


@pytest.mark.parametrize(("a", "b"), [("0001-01-01", "9999-12-31"), ("9999-12-30", "9999-12-31")])
def test_the_far_past_and_the_far_future_are_days_too(cli: Cli, story: Path, a: str, b: str) -> None:
    assert asked(cli, story, a, b)["from"]["day"] == a


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("03/04", "now", "could be 2026-03-04 or 2026-04-03"),
        ("2026-02-30", "now", "is not a day"),
        ("1", "soon", "is not a day"),
        ("2026-01-20T10:00+04:00", "now", "has a clock time in it"),
        ("1", "7", "There is no round 7: there are rounds 1, 2, 3 and 4."),
        ("2", "1", "Round 2 (2026-02-04) is later than Round 1 (2026-01-12): swap the two."),
        ("\x1b]0;title\x07", "now", "is not a day"),
        ("9" * 5000, "now", "is not a day"),
    ],
    ids=["ambiguous", "no such day", "no day", "clock", "no such round", "reversed", "control", "long"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(refusal: Refusal, story: Path, a: str, b: str, says: str) -> None:
    assert says in refusal("compare", story, a, b, status=2)


def test_a_negotiation_that_is_not_there_is_refused(refusal: Refusal, story: Path) -> None:
    assert "There is no negotiation “x”" in refusal("compare", story, "1", "2", "--process", "x")
    assert refusal("compare", story.parent / "none.db", "1", "2").startswith("There is no store")
    assert "no voice “nobody”" in refusal("compare", story, "1", "2", "--word", "nobody", status=2)


def test_a_store_without_talks_is_refused(refusal: Refusal, empty_store: Path) -> None:
    assert "holds no negotiation" in refusal("compare", empty_store, "1", "2")


def test_one_of_several_negotiations_is_named_by_its_slug(cli: Cli, store_path: Path) -> None:
    done = cli("compare", store_path, "2026-01-01", "now", "--process", "iran-talks")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_voice_is_heard(cli: Cli, story: Path) -> None:
    assert len(asked(cli, story, "1", "2", "--word", "alpha")["claims"]["changed"]) == 1
    assert asked(cli, story, "1", "2", "--word", "gazette")["claims"]["changed"] == []


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_what_the_store_holds_cannot_command_the_terminal(cli: Cli, story: Path, words: tuple[str, ...]) -> None:
    spoil(
        story,
        "UPDATE people SET name = '\x1b]0;title\x07' || char(10, 155, 8238, 127) || id",
        "UPDATE events SET title = title || '\x1b[2J'",
        "UPDATE processes SET name = name || '\x1b[2J'",
    )
    done = cli("compare", story, "1", "2", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace("\n", "").isprintable()
