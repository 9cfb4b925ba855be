"""The command table: every key, once. Bindings, footer, help, palette and the README's table all come from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from db.values import dataclass

if TYPE_CHECKING:
    from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does.

    Attributes:
        id: Its name, for people who set keys of their own.
        keys: As Textual names them.
        shown: The keys as people read them.
        action: The action of the widget that holds the binding.
        where: The widget that holds it: board, rows (every list), roster, positions, text and briefing (pages of
            their own), views (a box of its own), or play (the board while the talks are played, before all others).
        label: Two words for the footer; "" keeps it out of there.
        help: One sentence.
        palette: Whether the command palette offers it.
        changes: Whether it changes something that is kept. Where the board is only read there is no such command.
    """

    id: str
    keys: str
    shown: str
    action: str
    where: str
    label: str
    help: str
    palette: bool = False
    changes: bool = False


COMMANDS: Final = (
    Command("move.down", "down,j", "↓ j", "down", "rows", "", "Move one row down."),
    Command("move.up", "up,k", "↑ k", "up", "rows", "", "Move one row up."),
    Command(
        "move.left",
        "left,h",
        "← h",
        "left",
        "rows",
        "",
        "One party to the left; in the timeline back along the strip.",
    ),
    Command(
        "move.right",
        "right,l",
        "→ l",
        "right",
        "rows",
        "",
        "One party to the right; in the timeline on along the strip.",
    ),
    Command("move.first", "g,home", "g Home", "first", "rows", "", "Go to the first row."),
    Command("move.last", "G,end", "G End", "last", "rows", "", "Go to the last row."),
    Command("move.half-down", "ctrl+d", "Ctrl+D", "half_down", "rows", "", "Move half a screen down."),
    Command("move.half-up", "ctrl+u", "Ctrl+U", "half_up", "rows", "", "Move half a screen up."),
    Command("move.page-down", "pagedown", "PgDn", "page_down", "rows", "", "Move a screen down."),
    Command("move.page-up", "pageup", "PgUp", "page_up", "rows", "", "Move a screen up."),
    Command("pane.roster", "1", "1", "pane('roster')", "board", "", "Go to the delegations.", True),
    Command("pane.positions", "2", "2", "pane('positions')", "board", "", "Go to the positions.", True),
    Command("pane.timeline", "3", "3", "pane('timeline')", "board", "", "Go to the timeline.", True),
    Command("pane.detail", "4", "4", "pane('detail')", "board", "", "Go to the detail.", True),
    Command("pane.next", "tab", "Tab", "next_pane", "board", "", "Go to the next pane."),
    Command("pane.previous", "shift+tab", "Shift+Tab", "previous_pane", "board", "", "Go to the pane before."),
    Command("open", "enter", "Enter", "open", "rows", "sources", "Open the sources of a row; follow a link."),
    Command(
        "back", "escape", "Esc", "back", "board", "back", "Back from a link, a full pane or a filter; never quits."
    ),
    Command("fold", "space", "Space", "fold", "rows", "", "Fold issues or a delegation; show claims set aside."),
    Command("round.previous", "left_square_bracket", "[", "round(-1)", "roster", "", "Delegations: one round back."),
    Command("round.next", "right_square_bracket", "]", "round(1)", "roster", "", "Delegations: one round on."),
    Command(
        "parties.before",
        "left_curly_bracket,shift+left",
        "{ Shift+←",
        "page(-1)",
        "positions",
        "",
        "Positions: the parties before those shown.",
    ),
    Command(
        "parties.after",
        "right_curly_bracket,shift+right",
        "} Shift+→",
        "page(1)",
        "positions",
        "",
        "Positions: the parties after those shown.",
    ),
    Command("issues.order", "o", "o", "order", "positions", "", "Positions: furthest apart first, or in their order."),
    Command("party", "P", "P", "party", "board", "", "Go to a party: its delegation, or its positions.", True),
    Command("find", "slash", "/", "find", "board", "find", "Find anything: words, names, quotes, filters.", True),
    Command("find.next", "n", "n", "hit(1)", "board", "", "Go to the next hit of the last search."),
    Command("find.previous", "N", "N", "hit(-1)", "board", "", "Go to the hit before."),
    Command("filter", "F", "F", "filter", "board", "", "Filter the timeline, until Esc shows all again.", True),
    Command(
        "moment.record",
        "t",
        "t",
        "as_of_record",
        "board",
        "as of",
        "As of the day of the record under the cursor.",
        True,
    ),
    Command("moment.now", "T", "T", "as_of_now", "board", "", "Back to now.", True),
    Command(
        "moment.before", "comma", ",", "step(-1)", "board", "", "As of the day before on which anything changed.", True
    ),
    Command(
        "moment.after", "full_stop", ".", "step(1)", "board", "", "As of the next day on which anything changed.", True
    ),
    Command(
        "moment.round-before", "less_than_sign", "<", "step_round(-1)", "board", "", "As of the round before.", True
    ),
    Command(
        "moment.round-after", "greater_than_sign", ">", "step_round(1)", "board", "", "As of the next round.", True
    ),
    Command("play.pause", "space", "Space", "pause", "play", "", "While the talks are played: pause, or go on."),
    Command("word", "w", "w", "word", "board", "whose word", "Read the board on one voice's word, or on all.", True),
    Command(
        "word.silence", "W", "W", "silence", "board", "", "Hide what that voice says nothing of, or show it.", True
    ),
    Command("contested", "d", "d", "contested", "board", "contested", "Only what is contested, or all again.", True),
    Command("compare", "c", "c", "compare", "board", "compare", "Compare two days or two rounds.", True),
    Command("history", "H", "H", "history", "board", "", "What one party held on one issue, day by day.", True),
    Command(
        "versus", "v", "v", "versus", "board", "accounts", "A record's accounts side by side; again: by outlet.", True
    ),
    Command("source", "s", "s", "source", "board", "read", "Read the text of the source; again: the next text.", True),
    Command("ledger", "b", "b", "ledger", "board", "breaches", "The ledger of alleged breaches.", True),
    Command("news", "L", "L", "news", "board", "new", "What has changed since you last looked.", True),
    Command("briefing", "B", "B", "briefing", "board", "brief", "The briefing: one page, every line sourced.", True),
    Command("briefing.copy", "Y", "Y", "copy_all", "briefing", "", "Briefing: copy all of it, as Markdown."),
    Command("views", "V", "V", "views", "board", "views", "Saved views: come back to one.", True),
    Command("places.back", "left_parenthesis", "(", "go_back", "board", "", "Back to what was looked at before.", True),
    Command("places.forward", "right_parenthesis", ")", "go_forward", "board", "", "Forward again, after (.", True),
    Command("maximise", "f", "f", "maximise", "board", "full", "Show one pane in full, or all again.", True),
    Command("timeline.out", "minus", "-", "zoom(1)", "board", "", "Timeline: by week, month, year.", True),
    Command("timeline.in", "plus", "+", "zoom(-1)", "board", "", "Timeline: nearer again, down to events.", True),
    Command("timeline.day", "ctrl+g", "Ctrl+G", "go_to_day", "board", "day", "Move the timeline to a day.", True),
    Command("processes", "p", "p", "processes", "board", "talks", "Choose another negotiation in the store.", True),
    Command("text.next", "n", "n", "next_passage", "text", "", "Text: go to the next cited passage."),
    Command("text.previous", "N", "N", "previous_passage", "text", "", "Text: go to the cited passage before."),
    Command("text.uncited", "u", "u", "next_uncited", "text", "", "Text: go to the next paragraph that nothing cites."),
    Command("views.name", "a", "a", "name", "views", "", "Saved views: name what the board shows now.", changes=True),
    Command(
        "views.default",
        "equals_sign",
        "=",
        "default",
        "views",
        "",
        "Saved views: begin with this one, or not.",
        changes=True,
    ),
    Command(
        "views.remove", "x", "x", "remove", "views", "", "Saved views: remove one; x again to confirm.", changes=True
    ),
    Command("copy", "y", "y", "copy", "rows", "copy", "Copy the row under the cursor."),
    Command("help", "question_mark", "?", "help", "board", "keys", "List the keys.", True),
    Command("palette", "ctrl+p", "Ctrl+P", "palette", "board", "", "Find a command by its name."),
    Command("repaint", "ctrl+l", "Ctrl+L", "repaint", "board", "", "Paint the screen anew, if it is garbled."),
    Command("quit", "q", "q", "quit", "board", "quit", "Quit.", True),
)
"""In the order in which help lists them."""


_CHANGING: Final = frozenset(command.action.partition("(")[0] for command in COMMANDS if command.changes)


def offered(read_only: bool) -> Iterator[Command]:
    """Yield the commands that there are.

    Args:
        read_only: Whether those that change something that is kept are left out.
    """
    return (command for command in COMMANDS if not (read_only and command.changes))


def withheld(action: str, read_only: bool) -> bool:
    """Say whether an action is that of a command that isn't offered, whoever asks for it.

    Args:
        action: Its name, without parameters.
        read_only: As in `offered`.
    """
    return read_only and action in _CHANGING


def bindings(where: str) -> Iterator[Binding]:
    """Yield the bindings of one widget.

    Args:
        where: As in `Command.where`.
    """
    from textual.binding import Binding  # noqa: PLC0415  (the README's table is made without Textual)

    for command in COMMANDS:
        if command.where == where:
            yield Binding(
                command.keys, command.action, command.label or command.help, show=bool(command.label),
                id=command.id, tooltip=command.help, priority=where == "play",
            )  # fmt: skip


def key_table() -> str:
    """Return the keys as the Markdown table that the README shows."""
    lines = [f"| `{command.shown}` | {command.help} |" for command in COMMANDS]
    return "\n".join(["| key | does |", "|---|---|", *lines])
