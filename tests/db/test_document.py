"""The text of a source with what is cited in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db import document as module
from db.document import Document, document, documents
from db.documents import attach
from db.importing.report import Summary
from tests.db.helpers import CAST, reading, record, writing
from tests.db.test_documents import ARTICLE, CLAIMS, TWICE

Load = Callable[[str], Summary]


@pytest.fixture
def attached(empty_store: Path, load: Load, tmp_path: Path) -> Path:
    """A store with the article of `tests.db.test_documents` and the claims that cite it."""
    load(CAST + CLAIMS)
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    attach(empty_store, "post", file)
    return empty_store


def shown(path: Path, slug: str = "post") -> Document:
    """The text of a source; there must be one."""
    with reading(path) as conn:
        found = document(conn, record(path, "source", slug))
    assert found is not None
    return found


def passages(found: Document) -> list[tuple[int, str, str, str]]:
    """Each passage's number, words, how it is found and what it speaks of."""
    return [(one.number, found.text[one.begins : one.ends], one.how, one.label) for one in found.passages]


def test_a_text_has_its_passages_in_reading_order(attached: Path) -> None:
    found = shown(attached)
    lines = ARTICLE.split("\n\n")
    assert (found.slug, found.publisher, found.title) == ("post", "The Post", "A report")
    assert found.id == record(attached, "document", "post")
    assert passages(found) == [
        (1, lines[1], "paragraph", ""),
        (2, lines[2], "paragraph", "mood"),
        (3, "the tolls come first", "quote", "agenda"),
    ]
    assert {(one.kind, one.title) for one in found.passages} == {("event", "The meeting")}
    assert {one.record for one in found.passages} == {record(attached, "event", "meeting")}


def test_coverage_is_the_paragraphs_that_no_passage_touches(attached: Path) -> None:
    found = shown(attached)
    assert [found.text[slice(*span)][:6] for span in found.paragraphs] == ["Envoys", "The tw", "Ann sa", "The en"]
    assert (found.uncited, found.cited) == ((1, 4), 2)


def test_claims_that_can_not_be_placed_are_listed(attached: Path, load: Load) -> None:
    load(CAST + TWICE.replace("very close", "envoys"))
    assert [(one.title, one.label, one.quote, one.locator, one.places) for one in shown(attached).lost] == [
        ("The meeting", "outcome", "no outcome of any kind", "title", 0),
        ("The meeting", "place", "", "page 1", 0),
        ("Ann speaks", "wording", "envoys", "", 3),
    ]


def test_claims_on_the_same_words_share_a_number(attached: Path, load: Load) -> None:
    load(CAST + TWICE.replace("very close", "The Tolls come first"))
    assert [(number, label) for number, _, _, label in passages(shown(attached))] == [
        (1, ""), (2, "mood"), (3, "agenda"), (3, "wording"),
    ]  # fmt: skip


def test_who_says_it_is_named(attached: Path, load: Load) -> None:
    load(CAST + TWICE.replace("quote", 'speaker = "ann", on_behalf_of = "alpha", locator = 4, quote'))
    last = shown(attached).passages[-1]
    assert (last.speaker, last.behalf, last.behalf_short) == ("Ann", "Alpha", "AL")
    assert (shown(attached).passages[0].speaker, shown(attached).passages[0].behalf) == ("", "")


def test_a_claim_that_came_later_stands_where_attaching_would_put_it(
    attached: Path, load: Load, tmp_path: Path
) -> None:
    load(CAST + TWICE.replace("very close", "back on Monday"))
    before = shown(attached)
    assert passages(before)[-1] == (4, "back on Monday", "quote", "wording")
    attach(attached, "post", tmp_path / "article.txt")
    assert shown(attached) == before


def test_a_passage_that_an_edition_lacks_is_listed_with_its_words(attached: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Nothing.\n" * 5, encoding="utf-8")
    attach(attached, "post", tmp_path / "article.txt")
    found = shown(attached)
    assert found.passages == ()
    assert [one.exact for one in found.lost][:2] == [ARTICLE.split("\n\n")[1], "the tolls come first"]
    assert found.uncited == (1, 2, 3, 4, 5)


def test_a_text_that_an_import_changed_keeps_its_passages_in_their_places(attached: Path, load: Load) -> None:
    text = "A line above.\\n\\n" + ARTICLE.replace("\n", "\\n").replace("three hours", "four hours")
    load(CAST + f'[[documents]]\nsource = "post"\ntext = "{text}"\n')
    found = shown(attached)
    assert passages(found)[0][1] == ARTICLE.split("\n\n")[1].replace("three", "four")
    assert passages(found)[2][1] == "the tolls come first"


def test_a_quote_that_an_import_corrected_stands_in_its_new_place(attached: Path, load: Load) -> None:
    load(CAST + CLAIMS.replace("the tolls come first", "the bridge could wait"))
    assert passages(shown(attached))[2][1:3] == ("the bridge could wait", "quote")


def test_a_note_that_an_import_added_moves_nothing(attached: Path, load: Load) -> None:
    before = passages(shown(attached))
    load(CAST + CLAIMS.replace('quote = "we were calm"', 'quote = "we were calm", note = "Not verbatim."'))
    assert passages(shown(attached)) == before


def test_without_a_text_there_is_nothing_to_show(attached: Path) -> None:
    with reading(attached) as conn:
        assert document(conn, record(attached, "source", "gazette")) is None
        assert document(conn, 10**9) is None


def test_the_sources_whose_text_is_kept_are_listed(attached: Path) -> None:
    with reading(attached) as conn:
        [kept] = documents(conn)
    assert (kept.source, kept.document) == (record(attached, "source", "post"), record(attached, "document", "post"))
    assert (kept.slug, kept.publisher, kept.title) == ("post", "The Post", "A report")


@contextmanager
def counted(conn: sqlite3.Connection) -> Iterator[list[str]]:
    statements: list[str] = []
    conn.set_trace_callback(statements.append)
    yield statements
    conn.set_trace_callback(None)


def test_more_claims_take_no_more_queries(attached: Path) -> None:
    source = record(attached, "source", "post")
    with reading(attached) as conn, counted(conn) as few:
        document(conn, source)
    with writing(attached) as conn:
        conn.execute("""
            INSERT INTO claims (record, source, locator, change)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            SELECT (SELECT record FROM claims LIMIT 1), (SELECT source FROM claims LIMIT 1), '2', 1 FROM n
        """)
    with reading(attached) as conn, counted(conn) as many:
        assert len(document(conn, source).passages) > 500  # type: ignore[union-attr]
    assert len(many) == len(few) < 10


@pytest.mark.parametrize("name", ["_CLAIMS", "_DOCUMENT"])
def test_no_table_is_read_whole(attached: Path, name: str) -> None:
    with reading(attached) as conn:
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {getattr(module, name)}", (1,))]
    assert plan
    assert [step for step in plan if step.startswith("SCAN")] == []
