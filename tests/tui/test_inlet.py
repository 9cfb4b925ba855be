"""What is typed, on its way to the app: pieces of any size, pastes, floods."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.inlet import AHEAD, PASTE, WAITING, Inlet

BEGIN, END = b"\x1b[200~", b"\x1b[201~"

PIECES = st.one_of(
    st.binary(max_size=40), st.sampled_from([b"\x1b", b"[20", b"0~", b"1~", BEGIN, END, b"j" * 300, "ж".encode() * 200])
)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """Cut bytes in pieces."""
    ends = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in pairwise(ends)]


def through(inlet: Inlet, pieces: list[bytes]) -> bytes:
    """Put pieces in, and take out what comes while the app keeps up."""
    out = b""
    for piece in pieces:
        inlet.put(piece)
        while inlet.waits:
            out += inlet.take()
            inlet.caught_up()
    return out


@given(st.binary(max_size=WAITING), st.lists(st.integers(0, 10_000)))
def test_what_is_typed_comes_through_as_it_is(typed: bytes, places: list[int]) -> None:
    typed = typed.replace(b"\x1b", b"j")
    assert through(Inlet(), cut(typed, places)) == typed


@given(st.text(max_size=PASTE // 4), st.lists(st.integers(0, 10_000)))
def test_a_paste_comes_through_whole_however_it_is_cut(pasted: str, places: list[int]) -> None:
    text = pasted.replace("\x1b", "").encode()
    whole = b"a" + BEGIN + text + END + b"b"
    assert through(Inlet(), cut(whole, places)) == whole


@given(st.integers(1, 50_000), st.lists(st.integers(0, 10_000)))
def test_of_a_long_paste_the_beginning_comes_and_no_character_is_cut(length: int, places: list[int]) -> None:
    text = ("ж" * length).encode()
    whole = BEGIN + text + END + b"j"
    assert through(Inlet(), cut(whole, places)) == BEGIN + text[:PASTE] + END + b"j"


@given(st.lists(PIECES), st.booleans())
def test_whatever_comes_little_of_it_is_kept(pieces: list[bytes], answered: bool) -> None:
    inlet = Inlet()
    for piece in pieces * 20:
        inlet.put(piece)
        assert len(inlet._waiting) <= WAITING
        assert len(inlet._paste or b"") <= PASTE + len(END)
        assert len(inlet.take()) <= AHEAD
        if answered:
            inlet.caught_up()


def test_no_more_is_handed_on_than_is_answered() -> None:
    inlet = Inlet()
    inlet.put(b"j" * 1000)
    assert len(inlet.take()) == AHEAD
    assert inlet.full
    assert inlet.take() == b""
    inlet.caught_up()
    assert len(inlet.take()) == AHEAD


def test_a_flood_is_dropped_until_it_pauses() -> None:
    inlet = Inlet()
    assert not inlet.put(b"j" * WAITING)
    assert inlet.put(b"j")
    assert not inlet.put(b"j" * 100_000)
    assert (inlet.flooded, inlet.take()) == (True, b"")
    inlet.rest()
    assert not inlet.put(b"q")
    assert inlet.take() == b"q"


@given(st.integers(0, len(BEGIN)))
def test_a_paste_that_a_flood_runs_into_is_dropped_with_it(at: int) -> None:
    inlet = Inlet()
    inlet.put(b"j" * (WAITING + 1) + BEGIN[:at])
    inlet.put(BEGIN[at:] + b"rm -rf")
    inlet.rest()  # in the midst of it
    inlet.put(b" /" + END + b"q")
    assert inlet.take() == b"q"


def test_it_hands_on_more_by_itself_when_nobody_answers() -> None:
    inlet = Inlet()
    inlet.put(b"j" * AHEAD + b"q")
    inlet.take()
    assert inlet.patience == 1.0
    inlet.rest()
    assert inlet.take() == b"q"
    assert inlet.patience is None
