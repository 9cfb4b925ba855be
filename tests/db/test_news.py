"""The list of what has changed: by change, what it did to which records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from db import news as news_module
from db.importing.report import Summary
from db.news import CHANGES, RECORDS, News, Touched, news
from db.seen import MOST, Seen
from tests.bench import synthetic
from tests.db.helpers import ask, reading, record, writing
from tests.db.test_seen import HEAD, POST, meeting, seen

Load = Callable[[str], Summary]
Talks = Callable[[str], Path]


def read(path: Path, since: Seen) -> News:
    with reading(path) as conn:
        return news(conn, since)


def touched(path: Path, since: Seen) -> list[Touched]:
    return [one for batch in read(path, since).batches for one in batch.touched]


def test_there_are_no_news_for_whom_has_seen_it_all(talks: Talks) -> None:
    path = talks(meeting())
    assert read(path, seen(path)) == News(seen(path), 0, 0, False, (), 0)


def test_a_record_that_was_added_is_listed_with_its_claims_and_who_makes_them(talks: Talks, load: Load) -> None:
    path = talks("")
    before = seen(path)
    load(HEAD + meeting(POST, '{source = "gazette", locator = "2"}'))
    found = read(path, before)
    assert (found.added, found.changed, found.more, found.older) == (1, 0, False, 0)
    [batch] = found.batches
    assert batch.command == "import file.toml"
    assert ask(path, "SELECT made_at, made_by FROM changes WHERE id = ?", batch.change) == [
        (batch.made_at, batch.made_by)
    ]
    event = record(path, "event", "meeting")
    assert batch.touched == (
        Touched(event, "event", "A meeting", added=True, edited=False, claims=2, outlets=("GA", "PO")),
    )


def test_an_edit_names_the_fields_that_differ_in_the_words_of_the_screen(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Called otherwise").replace("2026-02-04", "2026-02-05"))
    [one] = touched(path, before)
    assert (one.added, one.edited, one.title) == (False, True, "Called otherwise")
    assert set(one.fields) == {"title", "starts"}
    assert (one.claims, one.outlets) == (0, ())


def test_a_claim_on_what_was_there_is_no_edit_of_it(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(POST, '{source = "gazette", locator = "2"}'))
    [one] = touched(path, before)
    assert (one.added, one.edited, one.fields, one.claims, one.outlets) == (False, False, (), 1, ("GA",))


def test_spellings_and_links_are_counted(talks: Talks, load: Load) -> None:
    path = talks(meeting() + meeting(slug="other"))
    before = seen(path)
    load(HEAD + meeting() + 'names = [{text = "The encounter"}]\nlinks = [{kind = "about", to = "other"}]\n')
    [one] = touched(path, before)
    assert (one.names, one.links, one.edited) == (1, 1, False)


def test_the_newest_change_comes_first_and_has_what_it_did_anew(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Second"))
    load(HEAD + meeting(title="Third"))
    newest, older = read(path, before).batches
    assert newest.change > older.change
    assert [one.title for one in newest.touched] == ["Third"]
    assert (older.touched, older.more) == ((), False)


def test_what_was_added_and_edited_since_is_added(talks: Talks, load: Load) -> None:
    path = talks("")
    before = seen(path)
    load(HEAD + meeting())
    load(HEAD + meeting(title="Second"))
    assert (read(path, before).added, read(path, before).changed) == (1, 0)
    assert [(one.added, one.edited, one.claims) for one in touched(path, before)] == [
        (True, False, 0),
        (True, False, 1),
    ]


def test_another_store_has_no_news(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Second"))
    other = Seen(before.change, "another stamp", before.record)
    assert read(path, other).batches == ()


def test_of_a_large_import_the_first_are_listed_and_the_rest_is_said_to_be_there(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    synthetic.make(path, 2 * MOST)
    found = read(path, Seen(0))
    assert found.more
    assert all(batch.more for batch in found.batches)
    assert 0 < sum(len(batch.touched) for batch in found.batches) <= RECORDS


def test_of_many_changes_the_newest_are_listed_and_the_others_counted(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    for number in range(CHANGES + 3):
        load(HEAD + meeting(title=f"Title {number}"))
    found = read(path, before)
    assert (len(found.batches), found.older) == (CHANGES, 3)
    assert found.batches[0].touched[0].title == f"Title {CHANGES + 2}"


def test_a_change_that_is_too_large_to_compare_still_says_what_was_edited(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Second"))
    with writing(path) as conn:
        (kept,) = conn.execute("SELECT before FROM changes ORDER BY id DESC LIMIT 1").fetchone()
        padded = [*json.loads(kept), {"table": "x", "row": {"id": 0, "text": "x" * news_module._LONGEST}}]
        conn.execute("UPDATE changes SET before = ? WHERE id = ?", (json.dumps(padded), before.change + 1))
    [one] = touched(path, before)
    assert (one.edited, one.fields) == (True, ())


def test_a_kind_that_the_program_does_not_know_is_left_out(talks: Talks, load: Load) -> None:
    path = talks(meeting())
    before = seen(path)
    load(HEAD + meeting(title="Second"))
    with writing(path) as conn:
        conn.execute(
            "INSERT INTO records (id, kind, slug, change) VALUES (9999, 'treaty', 'x', ?)", (before.change + 1,)
        )
    assert [one.title for one in touched(path, before)] == ["Second"]
