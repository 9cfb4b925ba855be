"""The bundled talks: everything in them has its source, and the program knows nothing of them."""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path

import pytest

from db import bundled, store

Conn = sqlite3.Connection


def rows(conn: Conn, sql: str) -> list[tuple[object, ...]]:
    return conn.execute(sql).fetchall()


@pytest.mark.parametrize("kind", ["event", "event_party", "delegate", "position", "office", "process_party"])
def test_everything_that_happened_or_is_held_has_a_source_and_a_place_in_it(bundled_conn: Conn, kind: str) -> None:
    assert rows(bundled_conn, f"SELECT count(*) FROM records WHERE kind = '{kind}'") > [(10,)]
    untold = f"SELECT slug FROM records WHERE kind = '{kind}' AND id NOT IN (SELECT record FROM claims)"
    assert rows(bundled_conn, untold) == []


def test_every_claim_names_the_paragraph_it_is_from(bundled_conn: Conn) -> None:
    locators = [str(locator) for (locator,) in rows(bundled_conn, "SELECT locator FROM claims")]
    assert len(locators) > 250
    assert all(re.fullmatch(r"[1-9]\d?", locator) for locator in locators)


def test_every_row_refers_to_rows_that_are_there(bundled_conn: Conn) -> None:
    assert rows(bundled_conn, "PRAGMA foreign_key_check") == []
    assert rows(bundled_conn, "PRAGMA integrity_check") == [("ok",)]


def test_claims_that_name_a_record_name_one_that_is_there(bundled_conn: Conn) -> None:
    named = rows(bundled_conn, "SELECT value FROM claims WHERE property IN ('place', 'unchanged_from')")
    slugs = {slug for (slug,) in rows(bundled_conn, "SELECT slug FROM records WHERE kind IN ('place', 'event')")}
    assert len(named) >= 5
    assert {value for (value,) in named} <= slugs


def test_spoken_words_are_on_somebodys_behalf(bundled_conn: Conn) -> None:
    spoken = rows(bundled_conn, "SELECT on_behalf_of FROM claims WHERE speaker IS NOT NULL OR relayed_by IS NOT NULL")
    assert len(spoken) > 50
    assert all(party is not None for (party,) in spoken)


def test_quotes_are_short_and_somebody_said_them(bundled_conn: Conn) -> None:
    quotes = rows(bundled_conn, "SELECT quote, speaker FROM claims WHERE quote IS NOT NULL")
    assert len(quotes) > 20
    for quote, speaker in quotes:
        assert len(str(quote).split()) <= 12, quote
        assert speaker is not None, quote


def test_nothing_but_quotes_is_given_as_anybodys_words(bundled_conn: Conn) -> None:
    ours = [
        text
        for table, column in (("events", "title"), ("events", "summary"), ("positions", "summary"), ("claims", "note"))
        for (text,) in rows(bundled_conn, f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    ]
    assert not [text for text in ours if re.search(r"[“”\"«»]", str(text))]


def test_exactly_the_truce_the_postponement_and_the_breach_are_in_dispute(bundled_conn: Conn) -> None:
    disputed = rows(
        bundled_conn,
        """
        SELECT records.kind, slug, state, contested_on FROM record_state JOIN records ON records.id = record
        WHERE state NOT IN ('single', 'agreed') ORDER BY slug
        """,
    )
    assert disputed == [
        ("event", "energy-truce", "contested", "ends starts"),
        ("event", "round-2-postponed", "contested", "reason"),
        ("event", "truce-breach-accusation", "denied", ""),
    ]


def test_the_strike_is_denied_by_nobody_and_that_it_broke_the_truce_is_another_event(bundled_conn: Conn) -> None:
    links = """
        SELECT links.kind, target.slug FROM links JOIN records ON records.id = from_record
        JOIN records AS target ON target.id = to_record WHERE records.slug = 'truce-breach-accusation'
    """
    assert ("breaches", "energy-truce") in rows(bundled_conn, links)
    assert ("about", "large-strike") in rows(bundled_conn, links)
    strike = "SELECT modality FROM claims JOIN records ON records.id = record WHERE slug = 'large-strike'"
    assert {modality for (modality,) in rows(bundled_conn, strike)} == {"asserts"}


def test_who_denies_the_breach_is_not_who_alleges_it(bundled_conn: Conn) -> None:
    said = rows(
        bundled_conn,
        """
        SELECT DISTINCT modality, short FROM claims JOIN records ON records.id = record
        JOIN parties ON parties.id = on_behalf_of
        WHERE slug = 'truce-breach-accusation' AND property IS NULL ORDER BY modality, short
        """,
    )
    assert said == [("asserts", "UA"), ("denies", "RU"), ("denies", "US")]


@pytest.mark.parametrize(
    ("kind", "slug", "spellings"),
    [
        ("party", "ua", {"Kiev", "Kyiv"}),
        ("place", "kyiv", {"Kiev", "Kyiv"}),
        ("place", "donbas", {"Donbass", "Donbas"}),
        ("person", "volodymyr-zelensky", {"Vladimir Zelensky", "Volodymyr Zelensky"}),
        ("person", "kyrylo-budanov", {"Kirill Budanov", "Kyrylo Budanov"}),
    ],
)
def test_each_outlets_spelling_is_kept_with_its_source(
    bundled_conn: Conn, kind: str, slug: str, spellings: set[str]
) -> None:
    found = bundled_conn.execute(
        """
        SELECT text, names.source FROM names JOIN records ON records.id = record
        WHERE kind = ? AND slug = ? AND text IN (SELECT value FROM json_each(?))
        """,
        (kind, slug, "[" + ",".join(f'"{text}"' for text in sorted(spellings)) + "]"),
    ).fetchall()
    assert {text for text, _ in found} == spellings
    assert len({source for _, source in found}) == 2


def test_no_outlet_is_put_on_a_side(bundled_conn: Conn) -> None:
    assert rows(bundled_conn, "SELECT publisher, aligned_with FROM sources ORDER BY publisher") == [
        ("RT", None),
        ("The Kyiv Independent", None),
    ]


def test_both_outlets_are_heard(bundled_conn: Conn) -> None:
    counts = dict(bundled_conn.execute("SELECT source, count(*) FROM claims GROUP BY source").fetchall())
    assert len(counts) == 2
    assert min(counts.values()) * 2 > max(counts.values())


def test_no_position_is_held_without_its_day(bundled_conn: Conn) -> None:
    assert rows(bundled_conn, "SELECT count(*) FROM positions WHERE day IS NULL OR latest IS NULL") == [(0,)]
    assert rows(bundled_conn, "SELECT count(*) FROM events WHERE day IS NULL") == [(0,)]


def test_headings_have_no_proposition_and_all_else_has_one_with_a_full_stop(bundled_conn: Conn) -> None:
    headings = "SELECT count(*) FROM positions JOIN issues ON issues.id = issue WHERE proposition IS NULL"
    assert rows(bundled_conn, headings) == [(0,)]
    propositions = rows(bundled_conn, "SELECT proposition FROM issues WHERE proposition IS NOT NULL")
    assert len(propositions) > 10
    assert all(str(text).endswith(".") for (text,) in propositions)


def test_the_first_change_is_what_made_the_store(bundled_conn: Conn) -> None:
    assert rows(bundled_conn, "SELECT id, command, before FROM changes") == [(1, "new", "[]")]


def test_a_new_store_has_the_talks_or_is_empty(tmp_path: Path, bundled_conn: Conn) -> None:
    bundled.new_store(tmp_path / "empty.db", empty=True)
    conn = store.read_only(tmp_path / "empty.db")
    assert rows(conn, "SELECT count(*) FROM records") == [(0,)]
    conn.close()
    assert rows(bundled_conn, "SELECT count(*) FROM processes") == [(2,)]


def test_the_program_knows_nothing_of_these_talks(bundled_conn: Conn) -> None:
    """The talks are data: no outlet, party, person or place of theirs is in the code."""
    words = {
        str(text)
        for (text,) in rows(
            bundled_conn,
            """
            SELECT text FROM names UNION SELECT name FROM parties UNION SELECT name FROM people
            UNION SELECT name FROM places UNION SELECT publisher FROM sources
            UNION SELECT slug FROM records WHERE kind IN ('source', 'person', 'process')
            """,
        )
    }
    surnames = {str(name).split()[-1] for (name,) in rows(bundled_conn, "SELECT name FROM people")}
    known = re.compile(r"\b(" + "|".join(map(re.escape, sorted(words | surnames))) + r")\b")
    root = Path(store.__file__).parents[1]
    code = [path for folder in ("db", "tui") for path in sorted((root / folder).rglob("*.py"))]
    assert len(code) > 25
    found = {
        f"{path.relative_to(root)}: {match[0]}"
        for path in code
        for text in texts(path.read_text(encoding="utf-8"))
        for match in known.finditer(text)
    }
    assert found == set()


def texts(code: str) -> list[str]:
    """Every text that a module works with: all but its docstrings, which may show an example."""
    tree = ast.parse(code)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]
