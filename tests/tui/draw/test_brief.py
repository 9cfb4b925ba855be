"""A briefing in words: neutral, attributed, and nothing that the store doesn't hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from db.dates import day_number
from db.scope import Scope
from tests.db.briefings import COUNTS, DENIED, ROOMS, SOURCED, brief, deed, team
from tests.db.stories import STORY, claims, parties, round_of, statement
from tests.db.test_positions import SIDES, position
from tests.golden import BRIEFINGS, WRITTEN, briefed
from tui.draw.brief import Page, Part, as_object, noted, page, source

Talks = Callable[[str], Path]


def told(path: Path, scope: Scope | None = None, begins: str = "2026-01-01") -> Page:
    return page(brief(path, scope, begins))


def part(one: Page, heading: str) -> Part:
    return next(part for part in one.parts if part.heading.startswith(heading))


def texts(one: Page, heading: str) -> list[str]:
    return [f"{line.lead} — {line.text}" for line in part(one, heading).lines]


@pytest.fixture
def bundled(masters: tuple[Path, Path]) -> Page:
    return page(brief(masters[0]))


HEADINGS = (
    "What happened", "What was said", "Who is in the room", "Where the sides stand", "What moved", "What is contested",
    "What is next",
)  # fmt: skip


def test_the_sections_are_always_in_one_order(bundled: Page) -> None:
    assert [one.heading.startswith(name) for one, name in zip(bundled.parts, HEADINGS, strict=True)] == [True] * 7


def test_it_says_at_the_top_as_of_when_it_is_and_what_is_new(bundled: Page, masters: tuple[Path, Path]) -> None:
    assert bundled.title == "Ukraine peace talks: briefing"
    assert bundled.about[0] == (
        "As of now; the newest event on record is of 4 Feb 2026. New since 25 Jan 2026, the day after Round 1 ended."
    )
    assert bundled.about[1] == (
        "On record: 9 events and 33 statements in these days, no stance moved, 3 contested, 3 planned."
    )
    then = page(brief(masters[0], Scope(as_of=day_number(2026, 1, 30))))
    assert then.about[0] == "As of 30 Jan 2026. New since 23 Jan 2026, when Round 1 began."
    assert then.parts[0].heading == "What happened 23–30 Jan 2026"


def test_on_one_voice_s_word_it_says_so_before_all_else(masters: tuple[Path, Path]) -> None:
    rt = page(brief(masters[0], Scope(word="source:rt-2026-02-04")))
    assert rt.about[0].startswith("On RT’s word alone: what it reports.")
    ukraine = page(brief(masters[0], Scope(word="party:ua")))
    assert ukraine.about[0].startswith("On Ukraine’s word alone: what is said on its behalf.")
    assert "Kyiv Independent" not in "".join(source(note) for note in rt.notes)


def test_a_voice_that_says_little_of_a_round_is_made_to_say_no_more(masters: tuple[Path, Path]) -> None:
    russia = page(brief(masters[0], Scope(word="party:ru")))
    assert texts(russia, "Who is")[0] == "Second round of talks — Reported by The Kyiv Independent."
    rt = page(brief(masters[0], Scope(word="source:rt-2026-02-04")))
    assert texts(rt, "Who is")[0].startswith("Second round of talks — Ongoing, 4 Feb 2026, Abu Dhabi, trilateral, ")


LOADED = re.compile(
    r"\b(breaking|shock|slam|brutal|regime|terror|heroic|so-called|claims?ed|admit|refuse[sd]? to|aggress|unprovoked|"
    r"illegal|puppet|propaganda|lies?|true|false|truth)", re.IGNORECASE,
)  # fmt: skip


def test_its_own_words_take_no_side(bundled: Page) -> None:
    """No verb of doubt, no adjective, in any line."""
    for one in bundled.parts:
        for line in one.lines:
            assert not LOADED.search(f"{line.lead} {line.text}"), line


def test_every_line_of_the_bundled_talks_says_on_whose_word_it_is(bundled: Page) -> None:
    for one in bundled.parts:
        for line in one.lines:
            assert "RT" in line.text or "The Kyiv Independent" in line.text, line
            assert line.text.endswith((".", "”."))


def test_each_number_comes_with_who_gives_it(talks: Talks) -> None:
    counts = claims(
        '{source = "post", property = "killed", value = "10..14", speaker = "ann", on_behalf_of = "alpha"}',
        '{source = "post", property = "injured", value = "30..", speaker = "ann", on_behalf_of = "alpha"}',
        '{source = "gazette", property = "displaced", value = "100"}',
    )
    [line] = texts(told(talks(deed(1, "2026-01-05", counts))), "What happened")
    assert line == (
        "5 Jan 2026 — Deed 1, according to Gazette; The Post, citing Ann (Alpha)."
        " Killed 10–14, injured 30+, according to Ann (Alpha). Displaced 100, according to Gazette."
    )


def test_rival_numbers_and_days_are_all_given(talks: Talks) -> None:
    one = told(talks(deed(1, "2026-01-05", COUNTS)))
    assert texts(one, "What happened") == [
        "5 or 6 Jan 2026 — Deed 1, according to Gazette and The Post."
        " Killed 12, according to Gazette or 10, according to The Post. Accounts differ on starts and killed."
    ]
    assert texts(one, "What is contested") == [
        "Deed 1, starts — Gazette: 6 Jan 2026. The Post: 5 Jan 2026.",
        "Deed 1, killed — Gazette: 12. The Post: 10.",
    ]


def test_a_denial_stands_beside_what_it_denies(talks: Talks) -> None:
    one = told(talks(deed(2, "2026-01-07", DENIED)))
    assert texts(one, "What happened") == ["7 Jan 2026 — Deed 2, according to The Post, citing Alpha. Denied by Beta."]
    assert texts(one, "What is contested") == ["Deed 2 — Alpha: asserts (The Post). Beta: denies (Gazette)."]


def test_who_only_declines_is_not_made_to_say_anything(talks: Talks) -> None:
    declined = claims('{source = "post", property = "outcome", modality = "declines", on_behalf_of = "alpha"}')
    [line] = texts(told(talks(deed(1, "2026-01-05", declined))), "What happened")
    assert line == "5 Jan 2026 — Deed 1, reported by The Post."


def test_a_day_that_is_not_certain_says_so(talks: Talks) -> None:
    [line] = texts(told(talks(deed(1, "2026-01-05?"))), "What happened")
    assert line.startswith("5 Jan 2026 (uncertain) — Deed 1,")


def test_the_room_says_who_came_and_went_before_who_is_there(talks: Talks) -> None:
    one = told(talks(ROOMS), begins="")
    assert part(one, "Who is").heading == "Who is in the room: Round 2"
    assert texts(one, "Who is") == [
        "Round 2 of the talks — Held, 10 Feb 2026, according to The Post.",
        "Alpha, since Round 1 — Joined: Cy; left: Ann, according to The Post.",
        "Alpha — Bob; Cy. All are named, according to The Post.",
        "Beta — Cy. All are named, according to The Post.",
    ]


def test_of_a_crowd_it_says_how_many_there_are_and_who_leads(talks: Talks) -> None:
    people = "".join(f'[people.p-{number}]\nname = "Person {number}"\n' for number in range(70))
    crowd = team("alpha", "full", *(f"p-{number}" for number in range(70)))
    led = crowd.replace('role = "member"', 'role = "head"', 1)
    room = round_of(1, "2026-01-10", parties=parties(led)) + SOURCED
    assert texts(told(talks(people + room)), "Who is")[1] == (
        "Alpha — 70 seats, led by Person 0 (head). All are named, according to The Post."
    )


def test_of_a_large_delegation_the_first_are_named_and_the_others_counted(talks: Talks) -> None:
    people = "".join(f'[people.p-{number}]\nname = "Person {number}"\n' for number in range(12))
    room = round_of(1, "2026-01-10", parties=parties(team("alpha", "full", *(f"p-{number}" for number in range(12)))))
    [line] = texts(told(talks(people + room)), "Who is")
    assert "Person 6; Person 7; and 4 more. All are named" in line
    assert "Person 8" not in line


def test_a_party_of_which_no_seat_is_known_takes_part(talks: Talks) -> None:
    room = round_of(1, "2026-01-10", parties=parties(f'{{party = "alpha", role = "attendee", {SOURCED.strip()}}}'))
    assert texts(told(talks(room)), "Who is") == ["Alpha — Takes part, according to The Post."]


def test_a_stance_is_told_as_one_on_a_proposition_and_its_condition_as_one(talks: Talks) -> None:
    ann = claims('{source = "post", speaker = "ann", on_behalf_of = "alpha"}')
    inferred = claims('{source = "post", inferred = true, note = "So."}')
    held = position("alpha", 1, more=f'condition = "If the bridge stays."\n{ann}') + position("beta", 0, more=inferred)
    one = told(talks(SIDES + held + position("gamma", None, more=SOURCED)))
    assert texts(one, "Where") == [
        "Land (sides 1 of 4 apart) — Proposition: Alpha keeps the land."
        " Alpha: accepts on a condition: If the bridge stays (The Post, citing Ann)."
        " Beta: neutral (inferred from The Post)."
        " Gamma, without a stance on record: On 2026-02-04 (The Post)."
    ]


def test_a_side_without_a_position_is_said_to_have_none_but_not_of_one_voice(talks: Talks) -> None:
    path = talks(SIDES + position("alpha", 2, more=SOURCED))
    assert texts(told(path), "Where")[0].endswith("Alpha: demands (The Post). No position of Beta is on record.")
    heard = told(path, Scope(word="source:post"))
    assert texts(heard, "Where")[0].endswith("Alpha: demands (The Post). No position of Beta is on record.")


def test_what_moved_says_from_where_to_where(talks: Talks) -> None:
    moved = SIDES + position("alpha", 2, "2026-01-10", SOURCED)
    moved += position("alpha", 1, "2026-02-20", f'condition = "If so"\n{SOURCED}') + position(
        "beta", -1, "2026-01-11", SOURCED
    )
    one = told(talks(moved), begins="2026-02-01")
    assert texts(one, "What moved") == [
        "Alpha on Land — From demands to accepts on a condition (If so): softened by 1 · condition added,"
        " according to The Post. Sides apart: 3 before, 2 now."
    ]
    assert part(one, "What moved").rest == ""


def test_a_word_that_replaced_another_is_told_with_both(talks: Talks) -> None:
    one = told(talks(STORY), begins="2026-01-13")
    assert texts(one, "What moved") == [
        "A count, killed — From 10 to 12; said on 25 Jan 2026, according to The Post, citing Ann (Alpha)."
    ]


def test_a_plan_says_how_it_stands_and_when_it_was_announced(talks: Talks) -> None:
    announced = claims('{source = "post", property = "announced", value = "2026-01-22"}')
    spoken = claims('{source = "post", said_on = "[..2026-01-23]"}')
    plans = statement("a", "2026-06-01", announced, "planned") + statement("b", "2026-07", spoken, "planned")
    one = told(talks(plans + statement("c", "2026-08-01", SOURCED, "planned")), Scope(as_of=day_number(2026, 2, 10)))
    assert texts(one, "What is next") == [
        "1 Jun 2026 — A (planned), announced on 22 Jan 2026, according to The Post.",
        "Jul 2026 — B (planned), first spoken of by 23 Jan 2026, according to The Post.",
        "1 Aug 2026 — C (planned), with no day given for its announcement, according to The Post.",
    ]


def test_a_plan_whose_day_has_passed_says_that_nothing_is_known_of_it(talks: Talks) -> None:
    path = talks(
        statement("a", "2026-01-20", SOURCED, "planned") + statement("b", "[2026-01-20..]", SOURCED, "planned")
    )
    for day, over in ((day_number(2026, 2, 20), True), (day_number(2026, 1, 20), False)):
        dated, open_still = texts(told(path, Scope(as_of=day)), "What is next")
        assert ("That has passed; nothing on record says whether it took place." in dated) == over
        assert "passed" not in open_still


def test_what_is_not_listed_is_counted_in_words(talks: Talks) -> None:
    many = "".join(deed(number, "2026-01-05") for number in range(1, 13)) + deed(13, "2026-01-06", "")
    assert part(told(talks(many)), "What happened").rest == (
        "And 4 more events; listed are the newest. 1 event with no source on record is left out."
    )


def test_an_empty_negotiation_reads_sensibly(talks: Talks) -> None:
    one = page(brief(talks("")))
    assert not any(section.lines for section in one.parts)
    assert [section.rest for section in one.parts] == [
        "Nothing on record happened in these days.", "No round is on record.", "No position is on record.",
        "No stance on record moved.", "Nothing on record is contested.", "No plan is on record.",
    ]  # fmt: skip
    assert "no round is on record" in one.about[0]
    assert one.notes == ()


def test_a_note_is_whole_the_first_time_and_short_afterwards(bundled: Page) -> None:
    first = bundled.notes[0]
    again = next(note for note in bundled.notes if note.first == 1 and note.number > 1)
    assert source(first).startswith("The Kyiv Independent, “Ukraine peace talks resume in Abu Dhabi")
    assert "Martin Fornusek, 4 Feb 2026, ¶ 7" in source(first)
    assert re.fullmatch(r"The Kyiv Independent \(as note 1\), ¶ \d+", source(again))
    assert noted(again).startswith(f"[{again.number}] The Kyiv Independent, “Ukraine peace talks resume")
    assert noted(again).endswith(first.url)


def test_a_text_that_no_page_has_room_for_is_cut(talks: Talks) -> None:
    long = deed(1, "2026-01-05", f'summary = "{"word " * 300}"\n{SOURCED}').replace("Deed 1", "Deed " * 200)
    [line] = part(told(talks(long)), "What happened").lines
    assert len(line.text) < 700


@pytest.mark.parametrize("name", BRIEFINGS)
def test_the_bundled_talks_are_told_as_they_were_read_aloud(name: str, masters: tuple[Path, Path]) -> None:
    kept = (WRITTEN / name).read_text(encoding="utf-8")
    assert briefed(masters[0], BRIEFINGS[name]) == kept, "if this is wanted: python -m tests.golden, and read the diff"


def test_a_program_reads_the_same(bundled: Page) -> None:
    found = as_object(bundled)
    assert [*found] == ["title", "about", "sections", "notes"]
    assert [one["heading"] for one in found["sections"]] == [one.heading for one in bundled.parts]
    numbers = {number for one in found["sections"] for line in one["lines"] for number in line["notes"]}
    assert numbers == {note["number"] for note in found["notes"]}
