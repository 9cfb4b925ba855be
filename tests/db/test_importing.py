"""The one way in: a file is written whole, or refused with every fault named and nothing written."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import bundled, caches, store
from db.errors import StoreError, TalksFileError
from db.importing import How, alike, import_file
from db.importing.report import Summary
from tests.db.helpers import CACHES, CAST, ask, contents, digest, is_one_sentence, reading, record, whole, writing

Talks = Callable[[str], Path]
Load = Callable[[str], Summary]

EVENT = '[events.round]\ntype = "ROUND"\nstatus = "held"\ntitle = "Round"\n'
POSITION = '[[positions]]\nparty = "alpha"\nissue = "land"\nsummary = "Wants it"\ndate = "2026-02-04"\n'
FULL = (
    EVENT
    + """
starts = "2026-02-04"
claims = [
  {source="post", locator="1", property="starts", value="2026-02-04"},
  {source="gazette", locator="1", property="starts", value="2026-02-05"},
]
names = [{text="The meeting", language="en", source="post"}]
links = [{kind="about", to="issue:land"}]
[[events.round.parties]]
party = "alpha"
role = "attendee"
roster = "full"
claims = [{source="post", locator="2"}]
delegates = [
  {person="ann", role="head", status="present", claims=[{source="post", locator="2"}]},
  {role="member", status="present", description="two aides", claims=[{source="post", locator="2"}]},
]
"""
    + POSITION
    + 'stance = 2\nclaims = [{source="post", locator="3", speaker="ann", on_behalf_of="alpha"}]\n'
)


def test_a_file_is_added_whole(load: Load, empty_store: Path) -> None:
    assert load(CAST + FULL) == Summary(added=24, changed=0, same=0)
    assert ask(empty_store, "SELECT command FROM changes") == [("import file.toml",)]
    assert ask(empty_store, "PRAGMA foreign_key_check") == []
    assert ask(empty_store, "SELECT slug FROM records WHERE kind = 'delegate' ORDER BY slug") == [
        ("round/alpha/ann",),
        ("round/alpha/two-aides",),
    ]
    assert ask(empty_store, "SELECT slug FROM records WHERE kind IN ('event_party', 'position') ORDER BY slug") == [
        ("alpha/land/2026-02-04",),
        ("round/alpha/attendee",),
    ]


def test_the_same_file_again_adds_nothing(load: Load, empty_store: Path) -> None:
    load(CAST + FULL)
    before = whole(empty_store)
    assert load(CAST + FULL) == Summary(added=0, changed=0, same=24)
    assert whole(empty_store) == before


def test_an_edit_changes_what_was_edited_and_nothing_else(load: Load, empty_store: Path) -> None:
    load(CAST + FULL)
    before = whole(empty_store)
    edited = FULL.replace('title = "Round"', 'title = "First round"').replace(
        'locator="1", property="starts", value="2026-02-05"',
        'locator="1", property="starts", value="2026-02-05", note="New"',
    )
    assert load(CAST + edited) == Summary(added=0, changed=2, same=22)
    after = whole(empty_store)
    different = {table for table in before if table not in CACHES and before[table] != after[table]}
    assert {name for name in different if not name.startswith("search")} == {"changes", "records", "events", "claims"}
    [(title, start)] = ask(empty_store, "SELECT title, starts FROM events")
    assert (title, start) == ("First round", "2026-02-04")
    [(kept,)] = ask(empty_store, "SELECT before FROM changes WHERE id = 2")
    images = json.loads(str(kept))
    assert [image["table"] for image in images] == ["events", "claims"]
    assert images[0]["row"]["title"] == "Round"
    assert images[1]["row"]["note"] is None
    assert len([row for row in after["records"] if row not in before["records"]]) == 1
    assert len([row for row in after["claims"] if row not in before["claims"]]) == 1


def test_edits_undone_in_the_file_are_undone_in_the_store(load: Load, empty_store: Path) -> None:
    load(CAST + FULL)
    rows = ("events", "positions", "delegates", "names", "links")
    with reading(empty_store) as conn:
        before = contents(conn, *rows)
    load(CAST + FULL.replace('starts = "2026-02-04"', 'starts = "2026-02-07"').replace("stance = 2", "stance = -2"))
    load(CAST + FULL)
    with reading(empty_store) as conn:
        assert contents(conn, *rows) == before


def test_a_file_may_add_to_what_the_store_has(talks: Talks, load: Load) -> None:
    path = talks(EVENT)
    assert load('format = 1\nprocess = "talks"\n' + EVENT + 'claims = [{source="post", locator="9"}]\n') == Summary(
        1, 0, 1
    )
    assert ask(path, "SELECT locator FROM claims") == [("9",)]


def test_records_may_refer_to_those_further_down(load: Load, empty_store: Path) -> None:
    head, *tables = CAST.strip().split("\n\n")
    load("\n".join([head, FULL, *reversed(tables)]))
    assert ask(empty_store, "PRAGMA foreign_key_check") == []
    assert ask(empty_store, "SELECT count(*) FROM claims") == [(6,)]


def test_a_speaker_quoted_twice_in_one_place_is_quoted_twice(load: Load, empty_store: Path) -> None:
    claims = 'claims = [{source="post", locator="1", quote="first"}, {source="post", locator="1", quote="second"}]\n'
    load(CAST + EVENT + claims)
    assert ask(empty_store, "SELECT quote FROM claims ORDER BY id") == [("first",), ("second",)]
    assert load(CAST + EVENT + claims).changed == 0
    assert load(CAST + EVENT + claims.replace("second", "third")).changed == 1
    assert ask(empty_store, "SELECT quote FROM claims ORDER BY id") == [("first",), ("third",)]


def test_dates_are_stored_as_written_and_as_what_they_mean(talks: Talks) -> None:
    path = talks(EVENT + 'starts = 2026-02-04\nends = "2026-02-05T18:00+04:00[Asia/Dubai]"\n')
    [(starts, ends, earliest, latest, day)] = ask(path, "SELECT starts, ends, earliest, latest, day FROM events")
    assert (starts, ends, day) == ("2026-02-04", "2026-02-05T18:00+04:00[Asia/Dubai]", "2026-02-04")
    assert (earliest, latest) == (1770163200, 1770300059)


def test_text_from_a_file_is_only_text(talks: Talks) -> None:
    path = talks(EVENT.replace('"Round"', '"[/b] \\u001b[2J [@click=app.quit]x \\u202e"') + 'summary = "a\\nb"\n')
    assert ask(path, "SELECT title, summary FROM events") == [("[/b] [2J [@click=app.quit]x", "a b")]


def test_no_control_character_gets_into_a_slug(talks: Talks) -> None:
    path = talks(POSITION.replace('"alpha"', '" alpha\\u001b"').replace("2026-02-04", "2026-02-04\\u009b"))
    assert ask(path, "SELECT slug FROM records WHERE kind = 'position'") == [("alpha/land/2026-02-04",)]


def test_blanks_around_a_party_matter_to_neither_it_nor_its_delegates(talks: Talks) -> None:
    parts = (
        'parties = [{party=" alpha ", role="attendee", delegates=[{person="ann", role="head", status="present"}]}]\n'
    )
    path = talks(EVENT + parts)
    assert ask(path, "SELECT name FROM delegates JOIN parties ON parties.id = party") == [("Alpha",)]


def test_a_document_keeps_its_lines_and_a_hash_of_its_text(talks: Talks) -> None:
    path = talks('[[documents]]\nsource = "post"\ntext = """\nOne.\n\n  Two.\\u001b[2J\n"""\n')
    [(text, sha256)] = ask(path, "SELECT text, sha256 FROM documents")
    assert text == "One.\n\n  Two.[2J"
    assert sha256 == hashlib.sha256(str(text).encode()).hexdigest()


def test_a_link_may_name_a_record_whose_slug_holds_a_clock_time(talks: Talks) -> None:
    position = POSITION.replace("2026-02-04", "2026-02-04T10:00Z")
    path = talks(position + EVENT + 'links = [{kind="about", to="position:alpha/land/2026-02-04T10:00Z"}]\n')
    target = record(path, "position", "alpha/land/2026-02-04T10:00Z")
    assert ask(path, "SELECT to_record FROM links") == [(target,)]


FAULTS = [
    ("[events.round", "is not TOML"),
    ("[events.round]\ntitle = 'a'\ntitle = 'b'\n", "is not TOML"),
    ("x = " + "[" * 3000 + "]" * 3000, "nested too deeply"),
    ("x = 1" + "0" * 5000, "a number is too long"),
    ('[evens.round]\ntitle = "x"\n', "there is no table “evens”"),
    (EVENT + 'tilte = "x"\n', "events.round: there is no field “tilte”: did you mean “title”?"),
    (EVENT.replace('title = "Round"\n', ""), "events.round.title: it is missing"),
    (EVENT + 'starts = "4th of Feb"\n', "events.round.starts: “4th of Feb” is not a date"),
    (
        EVENT + "starts = 2026-02-04T10:00:00\n",
        "events.round.starts: “2026-02-04T10:00:00” has a clock time without its zone",
    ),
    (EVENT + 'starts = "Y17E20"\n', "events.round.starts: “Y17E20” is not a date"),
    (EVENT + 'starts = "0001-01-01T00:00+04:00"\n', "events.round.starts"),
    (
        EVENT + 'starts = "2026-02-04"\nends = "2026-02-01"\n',
        "events.round: it ends (2026-02-01) before it starts (2026-02-04)",
    ),
    (
        '[[offices]]\nperson = "ann"\nparty = "alpha"\ntitle = "T"\nsince = "2026"\nuntil = "2025"\n',
        "offices[1]: it ends (2025)",
    ),
    (EVENT.replace('"held"', '"over"'), "events.round.status: “over” is not one of planned, ongoing, held"),
    (EVENT + 'place = "moon"\n', "events.round.place: there is no place “moon”"),
    (EVENT + 'process = "other"\n', "events.round.process: there is no process “other”"),
    (POSITION + POSITION, "positions[2]: the same position as positions[1]"),
    (POSITION + "stance = 3\n", "positions[1].stance: it must be from -2 (rejects) to 2 (demands)"),
    (EVENT + 'claims = [{locator="1"}]\n', "events.round.claims[1].source: it is missing"),
    (
        EVENT + 'claims = [{source="post"}, {source="post", speaker="ann"}]\n',
        "events.round.claims[2]: spoken words need on_behalf_of",
    ),
    (EVENT + 'claims = [{source="post", value="x"}]\n', "events.round.claims[1]: a value needs the property"),
    (
        EVENT + 'claims = [{source="post", property="starts", value="soon"}]\n',
        "events.round.claims[1].value: “soon” is not a date",
    ),
    (
        EVENT + 'claims = [{source="post", property="killed", value="many"}]\n',
        "events.round.claims[1].value: “many” is not a count",
    ),
    (EVENT + 'claims = [{source="post", quote=["a", "b"]}]\n', "events.round.claims[1].quote: expected text in quotes"),
    (EVENT + "claims = [[[[]]]]\n", "events.round.claims[1]: expected fields in braces"),
    (EVENT + 'claims = ["post"]\n', "events.round.claims[1]: expected fields in braces, found “post”"),
    (EVENT + "number = 99999999999999999999\n", "events.round.number: expected a whole number"),
    (EVENT + "number = 0x" + "f" * 5000 + "\n", "events.round.number: expected a whole number"),
    (EVENT + "summary = 0x" + "f" * 5000 + "\n", "events.round.summary: expected text in quotes"),
    (EVENT + 'summary = "' + "x" * 30_000 + '"\n', "events.round.summary: it has 30,000 characters"),
    (EVENT + "[events.round.summary" + ".a" * 3000 + "]\n", "it is nested too deeply"),
    ("[[offices]]\nperson = 'ann'\nparty = 'alpha'\n[offices.title" + ".a" * 3000 + "]\n", "is nested too deeply, or"),
    (
        EVENT + 'parties = [{party="alpha", role="attendee", delegates=[{role="head", status="present"}]}]\n',
        "a seat needs its person",
    ),
    (
        EVENT + 'parties = [{party="alpha", role="host"}, {party="alpha", role="host", slug="again"}]\n',
        "events.round.parties[2]: another event_party has the same event, party, role",
    ),
    (EVENT + 'links = [{kind="about", to="issue:sea"}]\n', "events.round.links[1].to: there is no issue “sea”"),
    (
        EVENT + 'links = [{kind="likes", to="issue:land"}]\n',
        "events.round.links[1].kind: “likes” is not one of part_of",
    ),
    (
        '[events."Round 1"]\ntype = "ROUND"\nstatus = "held"\ntitle = "T"\n',
        "a slug is lower case letters, digits and hyphens: “round-1”",
    ),
    ('[events.""]\ntype = "ROUND"\nstatus = "held"\ntitle = "T"\n', "a slug is lower case letters"),
    (
        '[parties.delta]\nname = "D"\nshort = "DE"\ntype = "state"\ncode = "DEU"\n',
        "parties.delta.code: “DEU” is not an ISO 3166-1 code",
    ),
    (
        '[sources.blog]\npublisher = "B"\nshort = "B"\ntitle = "T"\nurl = "javascript:x"\n',
        "sources.blog.url: “javascript:x” is not a web",
    ),
]


@pytest.mark.parametrize(("text", "why"), FAULTS, ids=[why[:50] for _, why in FAULTS])
def test_a_fault_is_named_with_its_place_and_nothing_is_written(
    talks: Talks, load: Load, empty_store: Path, text: str, why: str
) -> None:
    talks("")
    before = whole(empty_store)
    with pytest.raises(TalksFileError) as caught:
        load(CAST + text)
    [problem] = caught.value.problems
    assert why in problem
    assert "file.toml" in problem
    assert is_one_sentence(problem)
    assert len(problem) < 500
    assert whole(empty_store) == before


def test_every_fault_of_a_file_is_named_at_once(load: Load, empty_store: Path) -> None:
    with pytest.raises(TalksFileError) as caught:
        load(CAST + EVENT + 'place = "moon"\nstarts = "soon"\nclaims = [{locator="1"}]\n' + POSITION + "stance = 9\n")
    assert len(caught.value.problems) == 4
    assert str(caught.value).count("\n") == 3
    assert ask(empty_store, "SELECT count(*) FROM records") == [(0,)]


def test_a_record_without_a_process_is_named(load: Load) -> None:
    with pytest.raises(TalksFileError, match=r"events\.round: it belongs to no process"):
        load("format = 1\n" + EVENT)


def not_there(path: Path) -> None:
    path.unlink()


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def not_utf8(path: Path) -> None:
    path.write_bytes(b'format = 1\n# \xff\xfe "x"\n')


def utf16(path: Path) -> None:
    path.write_text("format = 1\n", encoding="utf-16")


def zeros(path: Path) -> None:
    path.write_bytes(b"\x00" * 1000)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (not_there, "can't be read: no such file or directory"),
        (a_directory, "is a directory: name a file in it"),
        (not_utf8, "is not UTF-8 text (byte 14)"),
        (utf16, "is not UTF-8 text (byte 1)"),
        (zeros, "is not text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    store_path: Path, tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    file = tmp_path / "file.toml"
    file.write_text("")
    spoil(file)
    before = digest(store_path)
    with pytest.raises(TalksFileError) as caught:
        import_file(store_path, file)
    assert why in str(caught.value)
    assert is_one_sentence(str(caught.value))
    assert digest(store_path) == before


def test_a_store_that_is_being_written_to_is_in_use(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WAIT", 0.05)
    file = tmp_path / "file.toml"
    file.write_text(CAST)
    with writing(store_path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            import_file(store_path, file)
    import_file(store_path, file)


def test_what_sqlite_refuses_in_a_store_is_one_sentence(store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.toml"
    file.write_text(CAST)
    with closing(sqlite3.connect(store_path)) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON people BEGIN SELECT raise(ABORT, 'not today'); END")
    before = whole(store_path)
    with pytest.raises((StoreError, TalksFileError)) as caught:
        import_file(store_path, file)
    assert all(is_one_sentence(line) for line in str(caught.value).splitlines())
    assert whole(store_path) == before


def test_the_bundled_talks_import_into_a_store_that_has_them(store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "again.toml"
    file.write_text(bundled.text(), encoding="utf-8")
    before = whole(store_path)
    summary = import_file(store_path, file).summary
    assert (summary.added, summary.changed) == (0, 0)
    assert summary.same > 700
    assert whole(store_path) == before


def test_an_extra_is_kept_as_json_and_stays_where_a_file_has_none(talks: Talks, load: Load) -> None:
    path = talks(EVENT + '[events.round.extra]\nregion = "Europe"\niso = 804\n')
    assert ask(path, "SELECT extra FROM records WHERE kind = 'event'") == [('{"iso":804,"region":"Europe"}',)]
    assert load(CAST + EVENT).changed == 0
    assert load(CAST + EVENT + "extra = '{\"iso\": 805}'\n").changed == 1
    assert ask(path, "SELECT extra FROM records WHERE kind = 'event'") == [('{"iso":805,"region":"Europe"}',)]
    with pytest.raises(TalksFileError, match=r"events\.round\.extra: expected a table, or a JSON object"):
        load(CAST + EVENT + 'extra = "[1]"\n')


def test_a_disk_that_fills_up_leaves_the_store_as_it_was(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.toml"
    people = "".join(f'[people.p{number}]\nname = "P{number} {"x" * 900}"\n' for number in range(200))
    file.write_text(CAST + people, encoding="utf-8")
    opened = store.writable

    def small(path: Path) -> sqlite3.Connection:
        conn = opened(path)
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0] + 10}")
        return conn

    monkeypatch.setattr(store, "writable", small)
    before = whole(store_path)
    with pytest.raises(StoreError, match="the disk is full or failing"):
        import_file(store_path, file)
    assert whole(store_path) == before


def test_what_sqlite_is_at_can_be_broken_off(store_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Python looks for a signal only between two instructions of its own: here SQLite would count for hours."""

    def endless(conn: sqlite3.Connection, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchone()

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "file.toml"
    file.write_text(CAST, encoding="utf-8")
    monkeypatch.setattr(caches, "refresh", endless)
    before, handler = whole(store_path), signal.signal(signal.SIGALRM, broken_off)
    try:
        with pytest.raises(KeyboardInterrupt):
            import_file(store_path, file)
    finally:
        signal.signal(signal.SIGALRM, handler)
    assert whole(store_path) == before


def test_where_new_names_are_too_many_to_be_compared_the_report_says_so(
    empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "log.csv"
    table.write_text("date,title,place\n2024-01-01,One,Kyiv\n2024-01-02,Two,Kiev\n", encoding="utf-8")
    how = How(source="Log", process="Talks", dry_run=True)
    said = "There are more new names than can be compared with known ones: some may be like one."
    report = import_file(empty_store, table, how)
    assert said not in report.notes
    assert [one.name for one in report.uncertain] == ["Kiev"]
    monkeypatch.setattr(alike, "_BUDGET", 0)
    assert said in import_file(empty_store, table, how).notes
