"""One record in full, drawn: who says so, and who says otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.detail import Detail, Fact, Spelling
from db.related import Jump
from db.text import UNSAFE
from tests.tui.draw.make import HOSTILE, account, detail, section
from tui.draw.detail import badge, rows, title
from tui.draw.spans import plain, width_of


def drawn(given: Detail | None, width: int = 80) -> list[str]:
    return [plain(row.line) for row in rows(given, width)]


TRUCE = detail(
    section(
        account(id=1, speaker="Ann Archer", behalf="Alpha", behalf_short="AL", publisher="The Post", locator="3"),
        account(
            id=2, modality="denies", speaker="Bob", behalf="Beta", behalf_short="BE", publisher="Gazette", short="GA",
            locator="title", quote="No.", said_on="2026-02-04",
        ),
        account(id=3, about="starts", label="starts", value="2026-01-25", locator=""),
        account(id=4, about="starts", label="starts", value="2026-01-30", publisher="The Illustrated News and Echo"),
        account(id=5, about="duration", label="lasts", value="P7D", relayed_by="Cy", hedge="reportedly", inferred=True),
        account(id=6, about="mood", label="mood", value="calm", rank="deprecated", rank_reason="a mistake."),
        contested_on=("starts",), denied=True,
    ),
    section(account(id=7, source=81), heading="part: Alpha", record=91, kind="event_party"),
    title="The truce", text="Both sides stop.", state="denied",
    facts=(Fact("type", "truce"), Fact("starts", "2026-01-25", "date"), Fact("ends", "2026-02-01", "date")),
    jumps=(Jump("place", 95, "place", "Town"), Jump("next", 96, "event", "Another " * 12)),
    names=(Spelling("Kiev", "en", "GA"), Spelling("Kyiv", "en", "")),
)  # fmt: skip


def test_a_record_is_drawn_with_what_is_disputed_first() -> None:
    assert drawn(TRUCE) == [
        " Both sides stop.",
        " ✗ denied",
        " asserts   that this happened                 The Post ¶ 3 → Ann Archer → Alpha",
        " denies    that this happened                 Gazette title → Bob → Beta",
        "           “No.” · said 4 Feb 2026",
        " ‡ starts: accounts differ",
        " asserts   starts: 25 Jan 2026                The Post",
        " asserts   starts: 30 Jan 2026                The Illustrated News and Echo ¶ 3",
        " asserts   lasts: 7 days                      The Post ¶ 3 → Cy · reportedly",
        "           inferred",
        " ▸ 1 claim set aside · Space shows it",
        " part: Alpha ›",
        " asserts   its part                           The Post ¶ 3",
        " type              truce",
        " ends              1 Feb 2026",
        " as written by GA  Kiev",
        " also called       Kyiv",
        " place             Town ›",
        " next              Another Another Another Another Another Another Another A… ›",
    ]


def test_what_was_set_aside_is_shown_on_request_with_its_reason() -> None:
    lines = [plain(row.line) for row in rows(TRUCE, 80, set_aside=True)]
    at = lines.index(" ▾ 1 claim set aside · Space hides it")
    assert lines[at + 1 : at + 3] == [
        " asserts   mood: calm                         The Post ¶ 3",
        "           set aside: a mistake",
    ]
    assert "a mistake" not in "".join(drawn(TRUCE))


def test_claims_lead_to_their_source_and_links_to_their_record() -> None:
    found = {plain(row.line).strip().split("  ")[0]: row.target for row in rows(TRUCE, 80)}
    assert found["denies"] == found["“No.” · said 4 Feb 2026"] == 80
    assert found["part: Alpha ›"] == 91
    assert found["place"] == 95
    assert found["type"] is None


def test_the_cursor_rests_on_every_row() -> None:
    assert {row.record for row in rows(TRUCE, 80)} == {90}


def test_each_row_can_be_told_from_the_others() -> None:
    keys = [row.key for row in rows(TRUCE, 80)]
    assert len({*keys}) == len(keys)


LONG = account(id=8, speaker="Ann Archer", behalf="Alphaland", behalf_short="AL", relayed_by="Bo", hedge="reportedly")


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (120, ["that this happened", "The Post ¶ 3 → Bo → Ann Archer → Alphaland · reportedly"]),
        (80, ["that this happened", "The Post ¶ 3 → Bo → Ann Archer → Alphaland · reportedly"]),
        (60, ["that this happened", "PO ¶ 3 → Bo → Ann Archer → AL · reportedly"]),
        (40, ["that this happened", "PO ¶ 3 → Bo →… · reportedly"]),
    ],
)
def test_a_chain_that_has_no_room_beside_what_is_said_stands_below_it(width: int, expected: list[str]) -> None:
    lines = drawn(detail(section(LONG)), width)
    assert [text.strip() for line in lines for text in line.removeprefix(" asserts ").split("  ") if text.strip()] == (
        expected
    )
    assert len(lines) == (1 if width == 120 else 2)


def test_chains_of_one_record_are_shortened_by_as_much_so_that_an_outlet_has_one_name() -> None:
    ann = account(id=9, speaker="Ann Archer", behalf="The Alpha Federation", behalf_short="AL")
    lines = drawn(detail(section(account(id=8), ann)), 80)
    assert [line[46:] for line in lines] == ["PO ¶ 3", "PO ¶ 3 → Ann Archer → AL"]


def test_a_position_begins_with_its_stance_towards_the_proposition() -> None:
    facts = (
        Fact("proposition", "Alpha keeps the land."),
        Fact("stance", "demands"),
        Fact("condition", "after a vote"),
        Fact("held from", "2026-02-04", "date"),
    )
    assert drawn(detail(facts=facts, kind="position")) == [
        " demands           Alpha keeps the land.",
        " on condition      after a vote",
        " held from         4 Feb 2026",
    ]


def test_a_party_that_is_silent_is_said_to_be() -> None:
    silent = detail(facts=(Fact("position", "Gamma has none that is known"),), kind="issue", state="")
    assert drawn(silent) == [" position          Gamma has none that is known"]
    assert badge(silent) == ""


def test_title_and_badge_are_the_frame_s() -> None:
    assert (title(TRUCE), badge(TRUCE)) == ("The truce", "✗ denied")


def test_what_no_field_takes_stands_at_the_end() -> None:
    kept = detail(title="A", names=(Spelling("B", "en", ""),), beside=(("iso", "804"), ("region", "Europe " * 12)))
    assert drawn(kept)[-4:] == [
        " as the file had it",
        " iso               804",
        " region            Europe Europe Europe Europe Europe Europe Europe Europe",
        "                   Europe Europe Europe Europe",
    ]


def test_nothing_to_show_is_explained() -> None:
    [row] = rows(None, 60)
    assert plain(row.line) == " Move to anything, and its sources stand here."


@pytest.mark.parametrize("text", ["A word", "漢字" * 40, HOSTILE, "x" * 300, "[b]" * 30])
@given(width=st.integers(30, 200))
def test_every_row_is_as_wide_as_the_pane_whatever_is_written(text: str, width: int) -> None:
    said = account(
        about=text, label=text, value=text, modality=text, note=text, quote=text, speaker=text, relayed_by=text,
        behalf=text, behalf_short=text, publisher=text, short=text, locator=text, hedge=text, said_on=text, rank=text,
        rank_reason=text,
    )  # fmt: skip
    written = detail(
        section(said, heading=text, kind=text, contested_on=(text,)),
        kind=text, title=text, text=text, state=text,
        facts=(Fact(text, text), Fact("starts", text, "date"), Fact("position", text), Fact("proposition", text)),
        jumps=(Jump(text, 1, text, text),), names=(Spelling(text, text, text),), beside=((text, text),),
    )  # fmt: skip
    for row in rows(written, width):
        assert width_of(row.line) == width
        assert not UNSAFE.search(plain(row.line))
