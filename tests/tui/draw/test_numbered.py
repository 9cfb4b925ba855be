"""A text with the numbers of its passages in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.draw.make import document, passage
from tui.draw.numbered import Numbered


@given(st.text("ab \n", max_size=30), st.data())
def test_every_offset_is_known_in_both_texts(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    spans = sorted({tuple(sorted((data.draw(ends), data.draw(ends)))) for _ in range(3)})
    cited = [passage(begin, end, 98 + number) for number, (begin, end) in enumerate(spans) if begin < end]
    numbered = Numbered(document(text, *cited))
    assert [numbered.offset(numbered.place(offset)) for offset in range(len(text) + 1)] == [*range(len(text) + 1)]
    back = [numbered.offset(place) for place in range(len(numbered.text) + 1)]
    assert back == sorted(back)
    for one, given_passage in zip(numbered.cited, cited, strict=True):
        begin, end = given_passage.begins, given_passage.ends
        assert (numbered.offset(one.first), numbered.offset(one.last)) == (begin, end)
        assert numbered.text[slice(*one.label)] == f"[{one.number}]"
        assert back[slice(*one.label)] == [end] * len(f"[{one.number}]")
    labels = {place for one in numbered.cited for place in range(*one.label)}
    assert "".join(char for place, char in enumerate(numbered.text) if place not in labels) == text


def test_a_quote_looks_like_one_inside_a_paragraph_that_is_cited() -> None:
    numbered = Numbered(document("one two three", passage(0, 13, 1, how="paragraph"), passage(4, 7, 2)))
    assert [*numbered.styled(2, len(numbered.text), numbered.cited)] == [
        ("e ", "cited"), ("two", "quoted"), ("[2]", "number"), (" three", "cited"), ("[1]", "number"),
    ]  # fmt: skip
