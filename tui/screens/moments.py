"""As of which day: the keys that look at the talks as they stood, and the playback day by day."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from db.steps import BEGINNING, day_after, day_before, record_day, round_days
from db.timeline import now
from tui.draw.days import short
from tui.screens.following import Following

if TYPE_CHECKING:
    from textual.timer import Timer

PACE: Final = 1.5
"""Seconds that playback stays on a day: long enough to read what happened on it."""


class Moments(Following):
    """Moves the whole board to another day; the panes obey the scope, and nothing here knows what they show."""

    _playing: Timer | None = None
    _paused = False
    _played: int | None = None

    def as_of(self, day: int | None, follow: bool = False) -> None:
        """Look at the talks as of a day.

        Args:
            day: Counted from 1970; None is now.
            follow: Put the timeline's cursor on what was the newest then; else it stays on its event.
        """
        if follow:
            self._jump = now()
        # The talks that are played are one place to go back to, not one for each day.
        self._look_at(replace(self.scope, as_of=day, round=None), leaving=not self.playing)
        if self.playing:
            self._played = day

    def action_as_of_record(self) -> None:
        """Look as of the day of the record under the cursor."""
        self._follow()
        if self._subject is None:
            return

        def look(day: int | None) -> None:
            if day is None:
                self.notify("This is of no day.", markup=False, timeout=3)
            else:
                self.as_of(day)

        self.ask(partial(record_day, record=self._subject.record), look)

    def action_as_of_now(self) -> None:
        """Look at the talks as they stand now."""
        self._stop()
        if self.scope.as_of is not None:
            self.as_of(None)

    def action_as_of_day(self) -> None:
        """Ask for a day to look as of."""
        from tui.screens.go_to_day import GoToDay  # noqa: PLC0415

        def look(day: int | None) -> None:
            if day is not None:
                self.as_of(day)

        hint = "Enter shows the talks as they stood then, Esc closes."
        self.app.push_screen(GoToDay(self._today(), "As of a day", hint), look)

    def action_step(self, way: int) -> None:
        """Look as of the day before, or the next one, on which anything changed."""
        self._stop()
        self._step_to(way)

    def _step_to(self, way: int) -> None:
        process = self._board.overview.process
        if process is None:
            return
        here = self.scope.as_of

        def look(day: int | None) -> None:
            if self.scope.as_of != here:  # another key was faster
                return
            if day is not None:
                self.as_of(day, follow=True)
            elif way < 0:
                self.notify("Nothing is known of any earlier day.", markup=False, timeout=3)
            else:
                self._stop()
                self.as_of(None)

        if way < 0:
            self.ask(partial(day_before, process=process.id, as_of=here), look)
        elif here is None:
            self.notify("This is now.", markup=False, timeout=3)
        else:
            self.ask(partial(day_after, process=process.id, as_of=here), look)

    def action_step_round(self, way: int) -> None:
        """Look as of the round before, or the next one."""
        self._stop()
        process = self._board.overview.process
        here = self.scope.as_of
        if process is None:
            return

        def look(days: tuple[int, ...]) -> None:
            if way < 0:
                day = max((day for day in days if here is None or day < here), default=None)
            else:
                day = min((day for day in days if here is not None and day > here), default=None)
            if day is not None:
                self.as_of(day, follow=True)
            elif way > 0 and here is not None:
                self.as_of(None)
            else:
                self.notify(f"No round is {'earlier' if way < 0 else 'later'}.", markup=False, timeout=3)

        self.ask(partial(round_days, process=process.id), look)

    # Playback

    @property
    def playing(self) -> bool:
        """Whether the talks are being played, or stand still between two days."""
        return self._playing is not None

    def action_play(self) -> None:
        """Play the talks from the day that is looked at, or from the first; again: stop."""
        process = self._board.overview.process
        if self._playing is not None or process is None:
            self._stop()
            return
        self.leave()
        self._paused, self._played = False, self.scope.as_of
        self._playing = self.set_interval(PACE, self._play_on)
        self.notify("Space pauses and goes on, T ends it.", title="Playing day by day", markup=False, timeout=4)
        if self.scope.as_of is None:
            self.ask(partial(day_after, process=process.id, as_of=BEGINNING), lambda day: self.as_of(day, follow=True))

    def action_pause(self) -> None:
        """Stand still on a day, or go on."""
        if self._playing is None:
            return
        self._paused = not self._paused
        if self._paused:
            self._playing.pause()
        else:
            self._playing.resume()
        day = self.scope.as_of
        where = "" if day is None else f" at {short(day)}"
        self.notify(f"Paused{where}; Space goes on." if self._paused else "Playing.", markup=False, timeout=2)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Space pause while the talks are played; else it is left to the lists."""
        if action == "pause" and not self.playing:
            return False
        return super().check_action(action, parameters)

    def _play_on(self) -> None:
        if self.scope.as_of != self._played:  # another key has led elsewhere
            self._stop()
        elif self.is_current:  # a box or a page over the board holds the play up
            self._step_to(1)

    def _stop(self) -> None:
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
