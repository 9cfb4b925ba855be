"""Back and forward, as in a browser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.jumps import MOST, Jumps


class Browser:
    """What a person holds `Jumps` with: the place that is looked at."""

    def __init__(self) -> None:
        self.jumps: Jumps[int] = Jumps()
        self.here = 0

    def go(self, place: int) -> None:
        self.jumps.leave(self.here)
        self.here = place

    def back(self) -> bool:
        found = self.jumps.back(self.here)
        self.here = self.here if found is None else found
        return found is not None

    def forward(self) -> bool:
        found = self.jumps.forward(self.here)
        self.here = self.here if found is None else found
        return found is not None


def test_back_leads_to_what_was_left_and_forward_again() -> None:
    browser = Browser()
    browser.go(1)
    browser.go(2)
    assert [browser.back() and browser.here for _ in range(2)] == [1, 0]
    assert not browser.back()
    assert [browser.forward() and browser.here for _ in range(2)] == [1, 2]
    assert not browser.forward()


def test_a_new_way_forgets_what_was_ahead() -> None:
    browser = Browser()
    browser.go(1)
    browser.back()
    browser.go(2)
    assert not browser.forward()
    assert browser.back()
    assert browser.here == 0


def test_where_the_cursor_was_moved_to_is_what_forward_leads_to() -> None:
    browser = Browser()
    browser.go(1)
    browser.here = 5  # moved, which is no jump
    browser.back()
    browser.forward()
    assert browser.here == 5


def test_a_jump_that_led_nowhere_is_no_step() -> None:
    browser = Browser()
    browser.go(1)
    browser.go(1)
    assert browser.back()
    assert browser.here == 0


def test_there_is_an_end_to_what_is_remembered() -> None:
    browser = Browser()
    for place in range(1, MOST + 50):
        browser.go(place)
    steps = 0
    while browser.back():
        steps += 1
    assert steps == MOST


@given(st.lists(st.sampled_from(["back", "forward"]) | st.integers(0, 3), max_size=80))
def test_any_walk_goes_like_a_list_with_a_finger_in_it(walk: list[str | int]) -> None:
    browser = Browser()
    visited, finger = [0], 0
    for step in walk:
        if step == "back":
            moved = browser.back()
            assert moved == (finger > 0)
            finger -= moved
        elif step == "forward":
            moved = browser.forward()
            assert moved == (finger < len(visited) - 1)
            finger += moved
        elif isinstance(step, int) and step != browser.here:
            browser.go(step)
            visited[finger + 1 :] = [step]
            finger += 1
        assert browser.here == visited[finger]
