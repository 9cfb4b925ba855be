"""A store is looked over as a whole, at one moment, and not a byte of it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import check as module
from db.check import Report, check
from db.checks.finding import Finding
from db.errors import StoreError, TalksFileError
from db.importing import import_file
from db.text import shown
from tests.db.checks.helpers import STORY, Talks, spoil
from tests.db.helpers import CAST, ask, digest, is_one_sentence, writing
from tests.db.test_caches import OTHER, events

WRITTEN = (
    "", "2026", "2026-02", "2026-02-03?", "[..2026-02-04]", "[2026-02-04..]", "[2026-01-30..2026-02-04]", "2026-21",
    "2026-02-01/2026-02-04", "2026-02-04T10:00+04:00[Asia/Dubai]", "-0044-03-15", "Y12026", "202X",
)  # fmt: skip
DATES = st.dates(date(2025, 12, 1), date(2026, 3, 1)).map(str) | st.sampled_from(WRITTEN)


def test_the_bundled_talks_have_nothing_wrong(masters: tuple[Path, Path]) -> None:
    report = check(masters[0])
    assert report.findings == ()
    assert [(report.events, report.claims, report.documents)] == ask(
        masters[0],
        "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM claims), (SELECT count(*) FROM documents)",
    )
    assert report.events > 40


def test_an_empty_store_has_nothing_wrong(masters: tuple[Path, Path]) -> None:
    assert check(masters[1]) == Report((), 0, 0, 0)


def test_a_sound_store_has_nothing_wrong_and_its_documents_are_counted(talks: Talks) -> None:
    assert check(talks(STORY)) == Report((), events=2, claims=9, documents=1)


@st.composite
def dated(draw: st.DrawFn) -> str:
    """A talks file's events, positions and offices with dates of every kind."""
    text = ""
    for number in draw(st.sets(st.integers(5, 9), max_size=3)):
        text += f'[events.e{number}]\ntype = "STATEMENT"\ntitle = "Event"\nstatus = "held"\n'
        text += f'starts = "{draw(DATES)}"\nends = "{draw(DATES)}"\n'
        text += f'claims = [{{source = "post", property = "starts", value = "{draw(DATES) or 2026}"}}]\n'
    for day in draw(st.sets(DATES.filter(bool), max_size=2)):
        text += f'[[positions]]\nparty = "alpha"\nissue = "land"\nsummary = "Wants it"\ndate = "{day}"\n'
    for party in draw(st.sets(st.sampled_from(["alpha", "beta"]))):
        text += f'[[offices]]\nperson = "ann"\nparty = "{party}"\ntitle = "Envoy"\n'
        text += f'since = "{draw(DATES)}"\nuntil = "{draw(DATES)}"\n'
    return text


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(events(), dated()), min_size=1, max_size=3))
def test_what_was_imported_has_no_fault_that_an_import_could_have_made(
    masters: tuple[Path, Path], tmp_path: Path, files: list[tuple[str, str]]
) -> None:
    path = tmp_path / "talks.db"
    shutil.copy(masters[1], path)
    for told, placed in files:
        (tmp_path / "file.toml").write_text(CAST + OTHER + told + placed)
        with suppress(TalksFileError):  # an end before its start
            import_file(path, tmp_path / "file.toml")
    assert {finding.kind for finding in check(path).findings} <= {"no-claim"}


def test_all_checks_see_one_moment(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meddle(_: object) -> Iterator[Finding]:
        with writing(store_path) as other:
            other.execute("DELETE FROM timeline")
            other.execute("UPDATE events SET earliest = 1")
        yield from ()

    monkeypatch.setattr(module, "CHECKS", (meddle, *module.CHECKS))
    assert check(store_path).findings == ()
    monkeypatch.undo()
    assert {finding.kind for finding in check(store_path).findings} == {"cache", "date"}


def test_a_store_stays_as_it_is_byte_for_byte(talks: Talks) -> None:
    path = talks(STORY)
    spoil(path, "DELETE FROM timeline", "UPDATE events SET day = NULL", "DELETE FROM claims", "DELETE FROM people")
    before = digest(path)
    assert len(check(path).findings) > 8
    assert digest(path) == before


def test_whatever_the_store_holds_each_finding_is_one_sentence(talks: Talks) -> None:
    path = talks(STORY)
    nasty = "'\x1b]0;title\x07' || char(10, 13, 155, 8238) || 'x.'"
    spoil(
        path,
        f"UPDATE records SET slug = {nasty} || id",
        f"UPDATE people SET name = {nasty}",
        "INSERT INTO names (record, text, change, preferred)"
        f" SELECT id, {nasty}, 1, 1 FROM people, (SELECT 1 UNION SELECT 2)",
        f"UPDATE claims SET quote = {nasty}, said_on = {nasty}, locator = {nasty}",
        f"UPDATE events SET starts = {nasty}",
        "UPDATE links SET to_record = from_record",
        "DELETE FROM positions",
        "DELETE FROM timeline",
    )
    found = check(path).findings
    assert {finding.kind for finding in found} == {
        "quote", "date", "duplicate", "spelling", "loop", "row", "cache"
    }  # fmt: skip
    for finding in found:
        assert is_one_sentence(shown(finding.text)), finding


@pytest.mark.parametrize("name", ["nowhere.db", "."])
def test_a_store_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError):
        check(tmp_path / name)


def test_a_table_without_its_columns_is_refused_in_a_sentence(store_path: Path) -> None:
    spoil(store_path, "ALTER TABLE offices DROP COLUMN until")
    with pytest.raises(StoreError, match="no such column") as refused:
        check(store_path)
    assert is_one_sentence(str(refused.value))
