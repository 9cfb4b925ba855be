"""Two days or rounds compared, drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.between import Stretch
from db.compare import Changed, Comparison, Delegations, Moved
from db.dates import iso
from db.moments import Moment
from db.revised import Revised, Revision, Turn
from db.roster import Round
from db.shift import Shift, Stand
from db.text import UNSAFE
from tests.tui.draw.make import FEB_4, HOSTILE, TEXTS, account, comparison, entry, move, seat, team
from tui.draw.compare import moment, rows, title
from tui.draw.spans import plain, width_of

ONE = Round(1, 1, "The first", "", "2026-01-10", "", "held")
TWO = Round(2, 2, "The second", "", "2026-02-04", "", "held")


def drawn(found: Comparison, width: int = 77, stored: bool = False) -> list[str]:
    return [plain(row.line) for row in rows(found, width, stored)]


def section(found: Comparison, name: str, width: int = 77, stored: bool = False) -> list[str]:
    lines = drawn(found, width, stored)
    begin = next(number for number, line in enumerate(lines) if line.startswith(f" {name}"))
    end = next((number for number, line in enumerate(lines[begin:], begin) if not line), len(lines))
    return lines[begin:end]


def test_who_came_and_went_is_said_where_both_delegations_are_known() -> None:
    changes = (
        Changed(seat("Bob", id=11), "role", "member", "head"),
        Changed(seat("Cy", id=12), "office", "", "Minister"),
    )
    known = team(later=(seat("Dee", office="Envoy"),), earlier=(seat("Ann", role="head"),), changed=changes)
    assert section(comparison(delegations=Delegations(ONE, TWO, (known,))), "Delegations") == [
        " Delegations · Round 1 → Round 2",
        "   Alpha AL",
        "      promoted  Bob  member → head",
        "      office    Cy  none → Minister",
        "      joined    Dee  Envoy",
        "      left      Ann  head",
    ]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("partial", "full", "named in part at Round 1"),
        ("full", "unreported", "not reported at Round 2"),
        ("", "partial", "no delegation on record at Round 1 and named in part at Round 2"),
    ],
)
def test_where_one_is_not_known_an_absence_is_never_claimed(before: str, after: str, why: str) -> None:
    found = team(before=before, after=after, later=(seat("Dee"),), earlier=(seat("Ann"),))
    lines = section(comparison(delegations=Delegations(ONE, TWO, (found,))), "Delegations", 120)
    assert lines[2:] == [
        "      only at Round 2  Dee",
        "      only at Round 1  Ann",
        f"      who joined or left can't be said: {why}",
    ]
    assert not any(word in "\n".join(lines[2:4]) for word in ("joined", "left"))


def test_a_round_with_a_long_name_is_the_later_or_the_earlier() -> None:
    one, two = (replace(at, number=None, title=f"{at.title} meeting of envoys") for at in (ONE, TWO))
    found = comparison(delegations=Delegations(one, two, (team(after="partial", later=(seat("Dee"),)),)))
    assert "      only at the later  Dee" in section(found, "Delegations", 120)


def test_delegations_that_are_the_same_say_so() -> None:
    same = comparison(delegations=Delegations(ONE, TWO, (team(),)))
    assert section(same, "Delegations")[2:] == ["      the same people in the same parts"]
    unknown = comparison(delegations=Delegations(ONE, TWO, (team(before="partial"),)))
    assert section(unknown, "Delegations")[2].startswith("      no name differs; who joined or left can't be said")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Delegations(None, TWO), "No round is on record by the earlier of the two"),
        (Delegations(None, None), "No round is on record by the later of the two"),
        (Delegations(TWO, TWO), "Both fall to Round 2"),
        (Delegations(ONE, TWO), "No delegation to either round is on record."),
    ],
)
def test_where_delegations_cannot_be_compared_it_says_why(found: Delegations, says: str) -> None:
    assert says in " ".join(section(comparison(delegations=found), "Delegations", 150))


def test_what_is_reported_of_a_whole_delegation_and_how_a_seat_is_known_is_said() -> None:
    found = team(before="partial", later=(seat("Dee", status="announced"),), same_as="round 1")
    lines = section(comparison(delegations=Delegations(ONE, TWO, (found,))), "Delegations")
    assert "      only at Round 2  Dee  announced" in lines
    assert "      reported to be the same delegation as round 1" in lines


def test_a_round_that_is_only_planned_says_so() -> None:
    planned = replace(TWO, status="planned")
    head = section(comparison(delegations=Delegations(ONE, planned, (team(),))), "Delegations")[0]
    assert head == " Delegations · Round 1 → Round 2 (planned)"


def test_a_stance_that_moved_says_from_what_to_what_and_how_far_the_sides_are_apart() -> None:
    land = Moved(15, "Land", (4, 3), (
        move(Stand(2), Stand(1, "if"), Shift("softened", -1, "added")),
        move(None, Stand(-2), Shift("first"), short="BE"),
        move(Stand(0), Stand(None), Shift(""), short="GM", state=""),
    ))  # fmt: skip
    assert section(comparison(stances=(land,)), "Stances") == [
        " Stances · 2 moved · 1 known for the first time",
        "   Land  sides apart: 4 → 3",
        "      AL   ▲▲ demands   → ▲° accepts  ¹  softened by 1 · condition added",
        "      BE   · not known  → ▼▼ rejects  ¹  first on record",
        "      GM   ◇ neutral    → · not known    none is known any more",
    ]


@pytest.mark.parametrize(
    ("apart", "expected"),
    [
        ((4, 4), "sides 4 apart as before"),
        ((None, 2), "sides apart: unknown → 2"),
        ((None, None), "how far apart isn't known"),
    ],
)
def test_the_distance_is_said_as_far_as_it_is_known(apart: tuple[int | None, int | None], expected: str) -> None:
    land = Moved(15, "Land", apart, (move(Stand(2), Stand(1), Shift("softened", -1)),))
    assert section(comparison(stances=(land,)), "Stances")[1] == f"   Land  {expected}"


def test_events_stand_under_their_days_and_those_announced_apart() -> None:
    happened = Stretch((entry("A meeting"),), 60)
    plan = entry("A plan", key=(1, FEB_4 + 9, 0, 7), status="planned")
    found = comparison(happened=happened, announced=Stretch((plan,), 1))
    lines = section(found, "Between")
    assert lines[0] == " Between · 60 events"
    assert lines[1] == " Wed 4 Feb 2026"
    assert "A meeting" in lines[2]
    assert lines[3] == "   … and 59 more, older than these 50"
    assert lines[4] == "   1 event announced meanwhile, still planned by then"
    assert lines[5] == " Fri 13 Feb 2026 · planned"
    printed = section(found, "Between", stored=True)
    assert printed[1] == "   2026-02-04  ◈ A meeting  | PO"


def test_a_claim_that_changed_says_what_it_was_who_changed_it_and_when() -> None:
    count = {"about": "killed", "label": "killed"}
    before = account(value="10", stored="10", **count)
    new = account(value="12", stored="12", speaker="Ann", behalf="Alpha", said_on="2026-01-25", **count)
    found = Revised(
        (Revision(24, "event", "A count", before, (new,)),),
        (Turn(25, "event", "A strike", "single", "contested", ("starts", "odd")),), cut=True,
    )  # fmt: skip
    assert section(comparison(claims=found), "Said anew") == [
        " Said anew · 1 claim changed · 1 dispute begun or ended",
        "   A count",
        "      killed: 10 → 12",
        "         The Post ¶ 3 → Ann → Alpha, 25 Jan 2026",
        "   A strike  one source → ‡ contested on starts, odd",
        "   … and more: choose two days that are closer together",
    ]


def test_a_word_that_became_a_denial_says_so() -> None:
    found = Revised((Revision(24, "event", "A strike", account(), (account(modality="denies"),)),), ())
    assert "      asserts → denies that this happened" in drawn(comparison(claims=found))


def test_nothing_found_says_so_and_how_to_widen() -> None:
    text = " ".join(drawn(comparison(), 200))
    assert text.count("an earlier first day widens the search") == 3
    assert drawn(comparison(a=Moment(FEB_4))) == [
        " Both are 4 Feb 2026: there is nothing between; choose an earlier first day."
    ]


def test_moments_are_named_with_their_days() -> None:
    found = comparison(a=Moment(FEB_4 - 10, "Round 1", 1), b=Moment(FEB_4, "now", now=True))
    assert title(found) == "Round 1 (25 Jan 2026) → now"
    assert moment(Moment(FEB_4), stored=True) == "2026-02-04"


def filled_with(text: str) -> Comparison:
    one, two = (replace(at, title=text, number=None) for at in (ONE, TWO))
    sat = seat(text, role=text, office=text)
    told = account(
        about=text, label=text, value=text, stored=text, speaker=text, publisher=text, hedge=text, said_on=text
    )
    return comparison(
        delegations=Delegations(one, two, (
            team(name=text, short=text, before=text, later=(sat,), changed=(Changed(sat, "role", text, text),)),
        )),
        stances=(Moved(15, text, (1, 2), (move(Stand(1, text), Stand(2), Shift("hardened", 1), short=text),)),),
        happened=Stretch((entry(text, place=text, summary=text, state=text),), 9),
        claims=Revised((Revision(1, text, text, told, (told, told)),), (Turn(2, text, text, text, text, (text,)),)),
    )  # fmt: skip


@given(
    text=TEXTS | st.sampled_from([HOSTILE, "x" * 300, "漢字" * 40, ""]),
    width=st.integers(40, 220),
    stored=st.booleans(),
)
def test_every_row_is_as_wide_as_the_page_whatever_is_written(text: str, width: int, stored: bool) -> None:
    found = rows(filled_with(text), width, stored)
    for row in found:
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))
    assert len({row.key for row in found}) == len(found)


@pytest.mark.parametrize("width", [40, 77, 117, 197])
def test_no_name_and_no_word_is_cut_at_any_width(width: int) -> None:
    words = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    text = " ".join(line.strip() for line in drawn(filled_with(words), width, stored=True))
    assert text.count("iota kappa") >= 8
    assert iso(FEB_4) in text
