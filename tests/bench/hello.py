"""The least that a Textual program can be: what a start is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Says hello, answers a key, and quits on q."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("j", "answer", "Answer"), ("q", "quit", "Quit")]  # noqa: RUF012 - as in Textual's own examples

    def compose(self) -> ComposeResult:
        """Say hello."""
        yield Static("hello, world")

    def action_answer(self) -> None:
        """Say something else."""
        self.query_one(Static).update("that was j")


if __name__ == "__main__":
    Hello().run()
