"""What was seen of each store, kept between visits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.seen import Seen
from tui.own.file import OwnError
from tui.own.seen import STORES, SeenFile

TEN = Seen(10, "2026-02-04T10:00:00+00:00 ann", 99)

ENTRY = {"change": 1, "stamp": "x", "record": 1, "at": ""}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen.json"


def test_each_store_has_its_own(path: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    assert SeenFile(path).of(one) is None
    SeenFile(path).saw(one, TEN)
    SeenFile(path).saw(two, Seen(0))
    assert (SeenFile(path).of(one), SeenFile(path).of(two)) == (TEN, Seen(0))
    SeenFile(path).saw(one, Seen(11))
    assert SeenFile(path).of(one) == Seen(11)


def test_a_store_is_the_same_by_whichever_way_one_goes_there(path: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    SeenFile(path).saw(tmp_path / "link" / "talks.db", TEN)
    assert SeenFile(path).of(tmp_path / "real" / "talks.db") == TEN


def test_a_store_may_be_called_anything(path: Path) -> None:
    store = Path("/tmp/a\udcffb\n\x1b.db")
    SeenFile(path).saw(store, TEN)
    assert SeenFile(path).of(store) == TEN


def test_stores_that_were_not_opened_for_long_are_forgotten(path: Path, tmp_path: Path) -> None:
    SeenFile(path).saw(tmp_path / "first.db", TEN)
    stores = {f"/old/{n}.db": {**ENTRY, "at": f"2025-01-01T00:{n // 60:02}:{n % 60:02}"} for n in range(STORES)}
    path.write_text(json.dumps({"format": 1, "stores": stores}))
    SeenFile(path).saw(tmp_path / "new.db", TEN)
    kept = json.loads(path.read_text())["stores"]
    assert len(kept) == STORES
    assert "/old/0.db" not in kept
    assert {"/old/1.db", str(tmp_path / "new.db")} <= kept.keys()


@pytest.mark.parametrize(
    "entry",
    [
        7,
        {},
        {"change": "1", "stamp": "x", "record": 1, "at": ""},
        {"change": 2**70, "stamp": "", "record": 1, "at": ""},
    ],
    ids=str,
)
def test_an_entry_that_makes_no_sense_makes_the_file_a_damaged_one(entry: object, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"format": 1, "stores": {"/x.db": entry}}))
    with pytest.raises(OwnError, match="it holds something else"):
        SeenFile(path).of(Path("/x.db"))
