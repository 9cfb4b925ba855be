"""What somebody else puts into the store is on the board a moment later."""

from __future__ import annotations

from pathlib import Path

from tests import program
from tests.db.helpers import news
from tests.e2e.conftest import Launch


def test_a_row_that_another_process_imports_appears_within_a_second(
    launch: Launch, store_path: Path, home: Path
) -> None:
    file = home / "news.toml"
    file.write_text(news("Breaking: envoys have news"), encoding="utf-8")
    terminal = launch(store_path, size=(120, 36))
    terminal.press("3", "g", "j", "j", "j")
    terminal.wait_for("4 Detail · Umerov confirms")
    done = program.run("import", store_path, file, env=program.environment(home), cwd=home)
    assert done.returncode == 0
    terminal.wait_for("Breaking: envoys have news", timeout=1)
    assert "4 Detail · Umerov confirms" in terminal.screen()  # the cursor stays on its record
    assert "51 events" in terminal.screen()


def test_a_store_that_goes_away_is_said_and_not_the_end(launch: Launch, store_path: Path) -> None:
    terminal = launch(store_path, size=(120, 36))
    store_path.write_bytes(b"\0" * store_path.stat().st_size)
    terminal.press("d", "3", "g")
    terminal.wait_for(r"\A.*(damaged|can't be|is not)|contested only")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.leftovers() == []
