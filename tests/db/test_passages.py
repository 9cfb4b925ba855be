"""Passages of a text: numbered, found by quote or paragraph, and found again in a later edition."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.passages import CONTEXT, LONGEST, Placed, Selector, Text

NEWS = Text(
    "Envoys meet\n\n"
    "  The envoys met at the river. “It is very close,” one of them said.  \n"
    " \t \n"
    "The other said that it was not very close, and that the tolls were a party matter.\n"
    "Tolls"
)


def cut(text: Text, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text.text[slice(*span)]


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    assert [cut(NEWS, span) for span in NEWS.paragraphs] == [
        "Envoys meet",
        "The envoys met at the river. “It is very close,” one of them said.",
        "The other said that it was not very close, and that the tolls were a party matter.",
        "Tolls",
    ]


@given(st.text(st.characters() | st.sampled_from(" \n\n\t")))
def test_every_character_that_is_no_blank_is_in_one_paragraph(text: str) -> None:
    found = Text(text).paragraphs
    assert "".join("".join(text[begin:end].split()) for begin, end in found) == "".join(text.split())
    assert len(found) == sum(bool(line.strip()) for line in text.split("\n"))
    for number, (begin, end) in enumerate(found, 1):
        assert text[begin:end] == text[begin:end].strip()
        assert Text(text).paragraph(begin) == Text(text).paragraph(end - 1) == number


@pytest.mark.parametrize(
    ("locator", "first", "last"),
    [("1", 1, 1), ("2-3", 2, 3), ("2–3", 2, 3), ("¶ 4", 4, 4), ("¶4", 4, 4), ("¶¶ 1-4", 1, 4), (" 3 ", 3, 3)],
)
def test_a_locator_names_paragraphs(locator: str, first: int, last: int) -> None:
    assert NEWS.named(locator) == (NEWS.paragraphs[first - 1][0], NEWS.paragraphs[last - 1][1])


@pytest.mark.parametrize("locator", [None, "", "0", "5", "3-5", "3-2", "p. 1", "title", "1 or 2", "٣", "9" * 50])
def test_what_names_no_paragraph(locator: str | None) -> None:
    assert NEWS.named(locator) is None


@pytest.mark.parametrize(
    ("quote", "locator", "found", "how"),
    [
        ("met at the river", None, "met at the river", "quote"),
        ("met at the river", "4", "met at the river", "quote"),
        ("very close", "2", "very close", "quote"),  # its paragraph decides
        ("very close", "3", "very close", "quote"),
        ("art", "3", NEWS.text[slice(*NEWS.paragraphs[2])], "paragraph"),
        ("never said", "1", "Envoys meet", "paragraph"),
        (None, "1", "Envoys meet", "paragraph"),
        ("", "4", "Tolls", "paragraph"),
        ("never said", "title", None, ""),
        (None, None, None, ""),
    ],
)
def test_a_claim_is_placed(quote: str | None, locator: str | None, found: str | None, how: str) -> None:
    placed = NEWS.place(quote, locator)
    if quote == "art":  # in the middle of a word, since it is nowhere else
        assert cut(NEWS, placed.span) == "art"
        return
    assert (cut(NEWS, placed.span), placed.how) == (found, how)
    if placed.span and quote == "very close":
        assert NEWS.paragraph(placed.span[0]) == int(locator or 0)


def test_a_quote_in_several_places_is_placed_nowhere_without_a_paragraph_that_decides() -> None:
    for locator in (None, "title", "1", "2-3"):
        placed = NEWS.place("very close", locator)
        assert (placed.span, placed.how) == (None, "")
        assert [cut(NEWS, span) for span in placed.choices] == ["very close", "very close"]
    assert NEWS.place("tolls", None).choices == (*NEWS.find("tolls"),)


def test_a_quote_is_words_of_their_own_before_it_is_part_of_others() -> None:
    text = Text("A party, an art, an artist.")
    assert [cut(text, span) for span in text.find("art")] == ["art"]
    assert len(text.find("arti")) == 1


def test_a_quote_and_the_paragraph_that_stands_for_it_are_told_apart() -> None:
    begin, end = NEWS.paragraphs[0]
    assert NEWS.how((begin, end), None) == "paragraph"
    assert NEWS.how((begin, end), "never said") == "paragraph"
    assert NEWS.how((begin, end), "ENVOYS meet") == "quote"
    assert NEWS.how((begin, end - 1), "Envoys me") == "quote"


def test_of_a_paragraph_as_long_as_a_book_the_beginning_is_marked() -> None:
    text = Text("word " * 100_000)
    span = text.place(None, "1").span
    assert span == (0, LONGEST)
    assert text.how(span, None) == "paragraph"


def test_a_selector_keeps_a_little_of_what_stands_around() -> None:
    [span] = NEWS.find("one of them")
    exact, prefix, suffix = NEWS.selector(span)
    assert (exact, len(prefix), suffix[:7]) == ("one of them", CONTEXT, " said. ")
    assert prefix + exact + suffix in NEWS.text
    assert NEWS.selector((0, 6)) == ("Envoys", "", NEWS.text[6 : 6 + CONTEXT])


LINES = st.lists(st.text("ab ßİ…e\u0301\U0001f642.", min_size=1, max_size=30), max_size=5)


@given(LINES, LINES, LINES, st.data())
def test_other_paragraphs_before_and_behind_it_never_lose_a_passage(
    before: list[str], here: list[str], more: list[str], data: st.DataObject
) -> None:
    text = Text("\n\n".join([*before, *here]))
    assume(text.text.strip())
    ends = st.integers(0, len(text.text))
    begin, end = sorted((data.draw(ends), data.draw(ends)))
    assume(text.text[begin:end].strip())
    span = begin, begin + len(text.text[begin:end].rstrip())
    span = span[1] - len(text.text[slice(*span)].lstrip()), span[1]
    kept = text.selector(span)
    for pieces in ([*more, text.text], [text.text, *more], [text.text[len("\n\n".join(before)) :]]):
        other = Text("\n\n".join(pieces))
        if kept.exact in other.text:
            found = other.again(kept, text.paragraph(span[0]))
            assert found is not None
            assert not found.reworded
            assert cut(other, found.span) == kept.exact


@given(st.text("ab .\n", max_size=60), st.data())
def test_a_passage_of_its_own_is_found_at_its_place_by_what_stands_around(text: str, data: st.DataObject) -> None:
    whole = Text(f"Before it {text}\nhere it is\n{text} behind it")
    [span] = whole.find("here it is")
    extra = data.draw(st.text("ab \n", max_size=40))
    other = Text(f"here it is\n{extra}\n{whole.text}\n{extra}\nhere it is")
    found = other.again(whole.selector(span), whole.paragraph(span[0]))
    assert found is not None
    begin = found.span[0]
    assert other.text[: begin + 10].rstrip().endswith("here it is")
    if len(text.strip()) > CONTEXT:
        assert begin == len(f"here it is\n{extra}\n") + span[0]


def test_of_the_same_words_it_is_those_with_the_same_surroundings_then_the_nearest() -> None:
    old = Text("He said yes.\n\nShe said yes.\n\nNothing more.")
    she = old.find("said yes")[1]
    new = Text("He said yes.\n\nThey said yes.\n\nNobody.\n\nShe said yes.\n\nNothing more.")
    found = new.again(old.selector(she), 2)
    assert found is not None
    assert new.paragraph(found.span[0]) == 4
    same = Text("\n\n".join(["Yes, he said, and no more was heard of them."] * 5))
    for paragraph in range(2, 5):  # the surroundings are the same, but for the first and the last
        span = same.find("he said, and")[paragraph - 1]
        again = same.again(same.selector(span), paragraph)
        assert again is not None
        assert again.span == span


PARAGRAPH = "The envoys met at the river on Monday and spoke of the bridge for two whole days."


@pytest.mark.parametrize(
    ("edition", "found"),
    [
        ("New.\n\n" + PARAGRAPH.replace("Monday", "Tuesday") + "\n\nEnd.", PARAGRAPH.replace("Monday", "Tuesday")),
        (PARAGRAPH.replace("The envoys", "Three negotiators"), PARAGRAPH.replace("The envoys", "Three negotiators")),
        (PARAGRAPH.replace("whole days.", "entire days!"), PARAGRAPH.replace("whole days.", "entire days!")),
        (PARAGRAPH.replace("days.", "days and one night."), PARAGRAPH.replace("days.", "days and one night.")),
        (
            "Word " * 50 + PARAGRAPH.replace("Monday", "Tuesday")[:-1] + " word" * 50,
            PARAGRAPH.replace("Monday", "Tuesday")[:-1],
        ),
        ("Quite other words about the river on Monday.", None),
        ("", None),
    ],
)
def test_a_passage_in_which_a_few_words_have_changed_is_the_same_reworded(edition: str, found: str | None) -> None:
    old = Text(f"Title\n\n{PARAGRAPH}\n\nEnd.")
    again = Text(edition).again(old.selector(old.paragraphs[1]), 2)
    assert (again and cut(Text(edition), again.span)) == found
    assert again is None or again.reworded


def test_a_reworded_quote_keeps_its_punctuation_and_no_more() -> None:
    old = Text("He said: “we shall meet again at the river!” and left.")
    [span] = old.find("we shall meet again at the river!”")
    new = Text("He said: “we shall meet again at the bridge!” and left.")
    again = new.again(old.selector(span))
    assert again is not None
    assert cut(new, again.span) == "we shall meet again at the bridge!”"


@pytest.mark.parametrize("exact", ["very close", "", " "])
def test_of_two_words_nothing_is_left_when_one_is_gone(exact: str) -> None:
    assert Text("very near").again(Selector(exact, "", "")) is None


def test_the_nearest_to_a_quote_that_is_not_there() -> None:
    assert cut(NEWS, NEWS.nearest("it was not so very close")) == "it was not very close"
    assert NEWS.nearest("completely different words") is None
    assert NEWS.nearest("") is None


def test_a_place_without_a_span_has_no_how() -> None:
    assert Placed(None).how == ""
