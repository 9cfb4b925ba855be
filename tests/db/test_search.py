"""Anything in the store is found, the likeliest first, by words and filters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from db.candidates import NEWEST
from db.dates import day_number
from db.importing import import_file
from db.query import QueryError, parse
from db.scope import Scope
from db.search import Hit, Results, count, read, search
from tests.db.helpers import CAST, is_one_sentence, reading
from tests.db.test_query import QUERIES

STORY = """
[processes.other]
name = "Other talks"

[people.kyrylo]
name = "Kyrylo Orlan"
names = [{text = "Kirill Orlan", source = "post"}, {text = "Кирило Орлан", language = "uk"}]

[places.kyiv]
name = "Kyiv"
names = [{text = "Kiev", source = "gazette"}, {text = "Київ", language = "uk"}]

[issues.bridge]
name = "The bridge"
parent = "land"
proposition = "The bridge opens to all."

[[offices]]
person = "kyrylo"
party = "alpha"
title = "Harbour master"
claims = [{source = "post", locator = 9}]

[events.truce]
type = "TRUCE"
status = "held"
title = "Truce at the bridge"
summary = "The truce holds for a week."
starts = "2026-01-10"
claims = [
  {source = "post", locator = 1, quote = "not a single shot", speaker = "ann", on_behalf_of = "alpha"},
  {source = "gazette", locator = 2, modality = "denies", on_behalf_of = "beta", note = "Calls it a pause."},
]
links = [{kind = "about", to = "issue:bridge"}]
[[events.truce.parties]]
party = "alpha"
role = "actor"

[events.truces]
type = "STATEMENT"
status = "held"
title = "Truces never last"
starts = "2026-01-20"
claims = [{source = "gazette", locator = 3, property = "mood", value = "gloomy"}]

[events.plan]
type = "CONSULT"
status = "planned"
title = "A meeting that is planned"
starts = "2026-03-01"

[events.away]
type = "STATEMENT"
status = "held"
process = "other"
title = "Truce elsewhere"
starts = "2026-01-30"

[events.round]
type = "ROUND"
number = 1
status = "held"
title = "First round"
starts = "2026-02-01"
[[events.round.parties]]
party = "alpha"
role = "attendee"
roster = "partial"
delegates = [
  {person = "kyrylo", role = "head", status = "present"},
  {description = "Two engineers", role = "member", status = "present"},
]

[[positions]]
party = "alpha"
issue = "bridge"
date = "2026-01-15"
stance = -2
summary = "Alpha is against the opening."
condition = "unless tolls are shared"

[[positions]]
party = "beta"
issue = "land"
date = "2026-01-16"
stance = 1
summary = "Beta would have it."

[[documents]]
source = "post"
text = '''
First line.
Here stands the xylophone, and nobody plays it.
'''
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, masters: tuple[Path, Path]) -> Path:
    """The cast of the tests, and a story with something of every kind."""
    folder = tmp_path_factory.mktemp("story")
    path = Path(shutil.copy(masters[1], folder / "talks.db"))
    file = folder / "story.toml"
    file.write_text(CAST + STORY, encoding="utf-8")
    import_file(path, file)
    return path


def found(path: Path, text: str, scope: Scope | None = None, limit: int = 100) -> Results:
    looked = scope or Scope(process="talks")
    with reading(path) as conn:
        return search(conn, read(conn, text, looked), looked, limit)


def hits(path: Path, text: str, scope: Scope | None = None) -> list[str]:
    """Kind and slug of each hit; of a claim its kind before its record's."""
    return [
        f"claim on {hit.slug}" if hit.claim is not None else hit.slug for hit in found(path, text, scope).hits
    ]  # fmt: skip


def only(path: Path, text: str) -> Hit:
    [hit] = found(path, text).hits
    return hit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kiev", ["place:kyiv"]),
        ("КИЇВ", ["place:kyiv"]),
        ("орлан", ["person:kyrylo"]),
        ("kirill orl", ["person:kyrylo"]),
        ("harbour", ["office:kyrylo-alpha-harbour-master"]),
        ("engineers", ["delegate:round-alpha-two-engineers"]),
        ("tolls", ["position:alpha-bridge-2026-01-15"]),
        ("xylophone", ["document:post"]),
        ('"single shot"', ["claim on event:truce"]),
        ("pause", ["claim on event:truce"]),
        ("gloomy", ["claim on event:truces"]),
        ("other talks", ["process:other"]),
        ('"truce at"', ["event:truce"]),
        ("truce week", ["event:truce"]),
        ("truce shot", []),
        ("xyzzy", []),
    ],
)
def test_everything_with_words_is_found_by_them(store: Path, text: str, expected: list[str]) -> None:
    assert [slug.partition(":")[0] for slug in hits(store, text)] == [slug.partition(":")[0] for slug in expected]
    for slug, wanted in zip(hits(store, text), expected, strict=True):
        if wanted.startswith(("event", "person", "place", "claim", "process")):
            assert slug == wanted


def test_whole_words_rank_before_beginnings(store: Path) -> None:
    assert hits(store, "truce") == ["event:away", "event:truce", "event:truces"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("party:alpha kind:event", {"event:round", "event:truce"}),
        ("party:alpha kind:position", {"position:alpha/bridge"}),
        ("party:beta kind:event", {"event:truce"}),
        ("party:alpha,beta kind:position", {"position:alpha/bridge", "position:beta/land"}),
        ("issue:land", {"issue:land", "issue:bridge", "position:alpha/bridge", "position:beta/land", "event:truce"}),
        ("issue:bridge kind:event", {"event:truce"}),
        ("person:kyrylo kind:event", {"event:round"}),
        ("person:kyrylo kind:seat,office,person", {"person:kyrylo", "office:", "delegate:"}),
        ("person:ann kind:event", {"event:truce"}),
        ("source:gazette kind:event", {"event:truce", "event:truces"}),
        ("source:gazette kind:claim", {"event:truce", "event:truces"}),
        ("kind:truce", {"event:truce"}),
        ("kind:text", {"document:post"}),
        ("status:planned", {"event:plan"}),
        ("status:held kind:round", {"event:round"}),
        ("since:2026-02-01 kind:event", {"event:round", "event:plan"}),
        ("until:2026-01-10 kind:event", {"event:truce"}),
        ("since:2026-01-16 until:2026-01-16", {"position:beta/land"}),
        ("since:2026-02-04 kind:source", {"source:post", "source:gazette"}),
        ("contested:", {"event:truce"}),
        ("stance:<0", {"position:alpha/bridge"}),
        ("stance:1", {"position:beta/land"}),
        ("stance:none", set()),
        ("has:condition", {"position:alpha/bridge"}),
        ("has:quote", {"event:truce"}),
        ("has:note", {"event:truce"}),
        ("has:summary kind:event", {"event:truce"}),
        ("has:text kind:source,text", {"source:post", "document:post"}),
        ("truce kind:event -party:alpha", {"event:away", "event:truces"}),
        ("truce -week kind:event", {"event:away", "event:truces"}),
        ("truce -shot kind:event", {"event:away", "event:truces"}),
        ("-contested: kind:truce", set()),
        ("contested:no kind:truce", set()),
        ("contested:yes,no kind:truce", {"event:truce"}),
        ("kind:event stance:<0", set()),
    ],
)
def test_filters_keep_what_they_say(store: Path, text: str, expected: set[str]) -> None:
    slugs = {hit.slug for hit in found(store, text).hits}
    assert len(slugs) == len(expected), slugs
    for wanted in expected:
        assert any(slug.startswith(wanted) for slug in slugs), (wanted, slugs)


def test_a_hit_says_what_it_is_and_where_the_words_are(store: Path) -> None:
    hit = only(store, "kirill")
    assert (hit.title, hit.snippet, hit.snippet_marks) == ("Kyrylo Orlan", "Kirill Orlan", ((0, 6),))
    hit = only(store, '"truce at"')
    assert (hit.type, hit.status, hit.day, hit.title[slice(*hit.marks[0])]) == (
        "TRUCE",
        "held",
        "2026-01-10",
        "Truce at",
    )
    hit = only(store, "pause")
    assert (hit.kind, hit.title, hit.source, hit.locator) == ("claim", "Truce at the bridge", "GA", "2")
    hit = only(store, "xylophone")
    assert (hit.source, hit.place) == ("PO", len("First line.\nHere stands the "))
    assert only(store, "elsewhere").process == "Other talks"


def test_titles_are_spelled_as_the_voice_does(store: Path) -> None:
    [hit] = found(store, "kyrylo kind:person", Scope(process="talks", word="source:post")).hits
    assert hit.title == "Kirill Orlan"


def test_as_of_a_day_what_came_later_is_not_found(store: Path) -> None:
    scope = Scope(process="talks", as_of=day_number(2026, 1, 15))
    assert hits(store, "truce", scope) == ["event:truce"]
    assert hits(store, "opening", scope)
    assert hits(store, "engineers", scope) == []
    assert hits(store, "kind:event", scope) == ["event:truce"]
    assert hits(store, "kind:position", scope) == [hits(store, "opening")[0]]


def test_what_is_counted_is_what_is_found(store: Path) -> None:
    with reading(store) as conn:
        for text in ("truce", "truce -week", "party:alpha truce", "pause", "xyzzy", "source:gazette truce"):
            query = read(conn, text, Scope())
            assert count(conn, query, Scope()) == len(search(conn, query, Scope()).hits), text


def test_of_very_common_words_names_are_found_beside_the_newest(store: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(store, tmp_path / "talks.db"))
    many = "".join(
        f'[events.kyiv-{number}]\ntype = "STATEMENT"\nstatus = "held"\ntitle = "Kyiv again {number}"\n'
        for number in range(NEWEST + 50)
    )
    (tmp_path / "many.toml").write_text(f'format = 1\nprocess = "talks"\n{many}')
    import_file(path, tmp_path / "many.toml")
    results = found(path, "kyiv", limit=20)
    assert results.hits[0].slug == "place:kyiv"
    assert len(results.hits) == 20
    assert results.more
    with reading(path) as conn:
        assert count(conn, results.query, Scope()) == NEWEST + 51


def test_no_kind_is_crowded_out(store: Path) -> None:
    assert {group.kind for group in found(store, "truce", limit=3).groups} == {"event"}
    assert found(store, "alpha").groups[0].kind == "party"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(QUERIES)
def test_anything_may_be_typed(store: Path, text: str) -> None:
    with reading(store) as conn:
        try:
            query = parse(text, day_number(2026, 2, 1))
            for hit in search(conn, query, Scope()).hits:
                assert hit.slug
            count(conn, query, Scope())
        except QueryError as error:
            assert is_one_sentence(str(error))


@pytest.mark.parametrize("typed", ["бьерк", "БЬЁРК", "бьёр", "й", "иоффе"])
def test_accents_make_no_difference_in_another_script(typed: str, talks: Callable[[str], Path]) -> None:
    path = talks('[people.bjork]\nname = "Bjork"\nnames = [{text = "Бьёрк-Йоффе", language = "ru"}]\n')
    assert hits(path, typed) == ["person:bjork"]
