"""What goes wrong on a server, and what then happens: told once, at the test that shows it, for the README's table.

@fault("The connection is cut", "the program is gone within half a second")
def test_a_cut_connection_leaves_nothing(...): ...
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

Test = TypeVar("Test", bound=Callable[..., object])

_TESTS: Final = Path(__file__).parent


def fault(what: str, outcome: str) -> Callable[[Test], Test]:
    """Mark a test as the one that shows an outcome.

    Args:
        what: What goes wrong, as the README's table begins with it: "The client is killed".
        outcome: What then happens.
    """

    def marked(test: Test) -> Test:
        assert what
        assert outcome
        return test

    return marked


def table() -> str:
    """Return all faults as the Markdown table that the README shows, in the order of files and tests."""
    rows = [f"| {what} | {outcome} |" for path in sorted(_TESTS.rglob("test_*.py")) for what, outcome in _told(path)]
    return "\n".join(["| what happens | what comes of it |", "|---|---|", *rows])


def _told(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "fault":
                    what, outcome = (ast.literal_eval(word) for word in call.args)
                    yield what, outcome
