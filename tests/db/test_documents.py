"""Attaching texts: what is found in them, what isn't, and what a later edition changes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db.document import document
from db.documents import Attached, Question, attach
from db.errors import StoreError, TalksFileError, UsageError
from db.importing.report import Summary
from db.passages import Text
from tests.db.helpers import CAST, ask, digest, is_one_sentence, reading, record, whole

CLAIMS = """
[events.meeting]
type = "CONSULT"
status = "held"
title = "The meeting"
starts = "2026-02-03"
claims = [
  {source = "post", locator = 2},
  {source = "post", locator = 3, property = "agenda", value = "tolls", quote = "the tolls come first"},
  {source = "post", locator = "3", property = "mood", value = "calm", quote = "we were calm"},
  {source = "post", locator = "title", property = "outcome", value = "none", quote = "no outcome of any kind"},
  {source = "post", locator = "page 1", property = "place", value = "town"},
  {source = "gazette", locator = 1},
]
"""

ARTICLE = """Envoys meet in town

The two envoys met by the river in the morning, and spoke for three hours.

Ann said that “the tolls come first” and that the bridge could wait until spring.

The envoys would be back on Monday.
"""

TWICE = """
[events.statement]
type = "STATEMENT"
status = "held"
title = "Ann speaks"
claims = [{source = "post", property = "wording", value = "close", quote = "very close"}]
"""

Attach = Callable[..., Attached]


@pytest.fixture
def put(empty_store: Path, load: Callable[[str], Summary], tmp_path: Path) -> Attach:
    """Attach a text to the source of `CAST` that all claims here are from, in a store with those claims."""
    load(CAST + CLAIMS)

    def put_text(
        text: str | bytes = ARTICLE, source: str = "post", answer: Callable[[Question], int | None] | None = None
    ) -> Attached:
        file = tmp_path / "article.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return attach(empty_store, source, file, ask=answer)

    return put_text


def anchors(path: Path) -> dict[str, str | None]:
    """What each claim's anchor marks in the text, by the claim's property; None for those that are lost."""
    return {
        str(name or ""): None if begins is None else str(text)[int(str(begins)) : int(str(ends))]
        for name, begins, ends, text in ask(
            path,
            "SELECT property, begins, ends, text FROM anchors JOIN claims ON claims.id = claim"
            " JOIN documents ON documents.id = document",
        )
    }


def summed(done: Attached) -> tuple[int, int, int, int]:
    return done.by_quote, done.by_paragraph, done.moved, done.reworded


def test_claims_are_placed_by_their_quote_else_by_their_paragraph(put: Attach, empty_store: Path) -> None:
    done = put()
    lines = ARTICLE.split("\n\n")
    assert anchors(empty_store) == {"": lines[1], "agenda": "the tolls come first", "mood": lines[2]}
    assert (done.slug, done.publisher, done.paragraphs, done.again, done.same) == ("post", "The Post", 4, False, False)
    assert summed(done) == (1, 2, 0, 0)
    assert [(one.title, one.says, one.quote, one.locator, one.why) for one in done.unplaced] == [
        ("The meeting", "mood: calm", "we were calm", "3", "paragraph only"),
        ("The meeting", "outcome: none", "no outcome of any kind", "title", "not found"),
        ("The meeting", "place: town", "", "page 1", "not found"),
    ]


def test_an_anchor_is_a_quote_with_a_little_context(put: Attach, empty_store: Path) -> None:
    put()
    [(exact, prefix, suffix, begins, ends)] = ask(
        empty_store,
        "SELECT exact, prefix, suffix, begins, ends FROM anchors JOIN claims ON claims.id = claim"
        " WHERE property = 'agenda'",
    )
    assert (exact, prefix, suffix) == (
        "the tolls come first", "or three hours.\n\nAnn said that “"[-32:], "” and that the bridge could wait",
    )  # fmt: skip
    assert ARTICLE[int(str(begins)) : int(str(ends))] == exact


def test_the_text_is_a_record_with_its_hash_in_one_change(put: Attach, empty_store: Path) -> None:
    put("\ufeff" + ARTICLE + "\x1b\n")
    [(slug, text, sha256, changed)] = ask(
        empty_store, "SELECT slug, text, sha256, change FROM documents JOIN records USING (id)"
    )
    assert (slug, text) == ("post", ARTICLE.rstrip("\n"))
    assert len(str(sha256)) == 64
    assert ask(empty_store, "SELECT command FROM changes WHERE id = ?", int(str(changed))) == [("attach article.txt",)]
    assert ask(empty_store, "SELECT DISTINCT change FROM anchors") == [(changed,)]


def test_the_same_file_again_changes_nothing(put: Attach, empty_store: Path) -> None:
    put()
    before = whole(empty_store)
    done = put()
    assert (done.again, done.same, summed(done)) == (True, True, (1, 2, 0, 0))
    assert len(done.unplaced) == 3
    assert whole(empty_store) == before


def test_a_claim_that_came_later_is_anchored_by_the_same_file(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    put()
    load(CAST + TWICE.replace("very close", "back on Monday"))
    done = put()
    assert (done.same, done.by_quote) == (False, 2)
    assert anchors(empty_store)["wording"] == "back on Monday"


def test_a_later_edition_finds_passages_by_their_words_and_not_by_their_numbers(put: Attach, empty_store: Path) -> None:
    put()
    edition = "UPDATED\n\nA new opening.\n\n" + ARTICLE.replace("three hours", "four hours").replace("“the", "“ the")
    done = put(edition)
    assert anchors(empty_store) == {
        "": ARTICLE.split("\n\n")[1].replace("three", "four"),
        "agenda": "the tolls come first",
        "mood": edition.split("\n\n")[4],
    }
    assert (done.again, summed(done)) == (True, (1, 2, 3, 2))


def test_what_a_later_edition_lacks_is_lost_kept_and_found_again(put: Attach, empty_store: Path) -> None:
    put()
    done = put("Envoys meet in town\n\nNothing more is known.\n\nThe envoys would be back on Monday.")
    assert anchors(empty_store) == {"": None, "agenda": None, "mood": None}
    lost = [one for one in done.unplaced if one.why == "not found"]
    assert [one.says for one in lost][:3] == ["", "agenda: tolls", "mood: calm"]
    assert lost[0].exact == ARTICLE.split("\n\n")[1]
    [(before,)] = ask(empty_store, "SELECT before FROM changes ORDER BY id DESC LIMIT 1")
    assert {image["table"] for image in json.loads(str(before))} == {"documents", "anchors"}
    assert summed(put("A line above.\n\n" + ARTICLE)) == (1, 2, 0, 0)
    assert anchors(empty_store) == {"": lost[0].exact, "agenda": lost[1].exact, "mood": lost[2].exact}


def test_a_claim_that_had_no_anchor_yet_goes_by_the_text_that_it_counted(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    put()
    load(CAST + TWICE.replace('quote = "very close"', "locator = 4"))
    put("A line above\n\n" + ARTICLE)
    assert anchors(empty_store)["wording"] == "The envoys would be back on Monday."
    load(CAST + TWICE.replace('quote = "very close"', "locator = 5").replace("wording", "agenda"))
    put(ARTICLE.replace("The envoys would be back on Monday.\n", "That was all.\n"))
    assert anchors(empty_store)["agenda"] is None


def test_a_quote_that_an_edition_brings_is_marked_instead_of_its_paragraph(put: Attach, empty_store: Path) -> None:
    put()
    done = put(ARTICLE.replace("until spring.", "until spring; “We were calm,” she added."))
    assert anchors(empty_store)["mood"] == "We were calm"
    assert summed(done)[:2] == (2, 1)


def test_a_quote_that_an_import_corrected_is_looked_for_anew(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    put()
    load(CAST + CLAIMS.replace('quote = "the tolls come first"', 'quote = "the bridge could wait"'))
    assert put().same is False
    assert anchors(empty_store)["agenda"] == "the bridge could wait"


CLOSE = "They are very close.\n\nNot so very close, said another."


def test_a_quote_in_two_places_is_left_open_without_somebody_to_ask(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    load(CAST + TWICE)
    done = put(CLOSE)
    [one] = [one for one in done.unplaced if one.why == "several places"]
    assert (one.title, one.quote, one.places, one.nearest) == ("Ann speaks", "very close", (1, 2), "")
    assert "wording" not in anchors(empty_store)


@pytest.mark.parametrize("answer", [0, 1, None])
def test_somebody_who_is_asked_chooses_the_place(
    put: Attach, load: Callable[[str], Summary], empty_store: Path, answer: int | None
) -> None:
    load(CAST + TWICE)
    asked: list[Question] = []

    def choose(question: Question) -> int | None:
        asked.append(question)
        assert "documents" not in [kind for (kind,) in ask(empty_store, "SELECT kind FROM records")]
        return answer

    done = put(CLOSE, answer=choose)
    [question] = asked
    assert (question.title, question.says, question.quote) == ("Ann speaks", "wording: close", "very close")
    assert [(place.paragraph, place.before, place.exact, place.after) for place in question.places] == [
        (1, "They are ", "very close", "."), (2, "Not so ", "very close", ", said another."),
    ]  # fmt: skip
    begins = ask(empty_store, "SELECT begins FROM anchors JOIN claims ON claims.id = claim WHERE property = 'wording'")
    assert begins == ([] if answer is None else [((9, 29)[answer],)])
    assert ("several places" in [one.why for one in done.unplaced]) == (answer is None)
    if answer is not None:  # and never again: a later edition knows it by what stands around it
        again = put("New.\n\n" + CLOSE, answer=choose)
        assert len(asked) == 1
        assert again.moved == 2  # with the paragraph that another claim is on
        [(begins_now,)] = ask(
            empty_store, "SELECT begins FROM anchors JOIN claims ON claims.id = claim WHERE property = 'wording'"
        )
        assert begins_now == (9, 29)[answer] + 6


def test_a_place_that_was_chosen_stays_though_others_look_the_same(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    load(CAST + TWICE)
    text = "They are very close. " * 20
    put(text, answer=lambda _: 9)
    before = whole(empty_store)
    assert put(text).same
    assert whole(empty_store) == before


def test_who_breaks_off_a_question_has_changed_nothing(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    load(CAST + TWICE)
    before = whole(empty_store)

    def leave(_question: Question) -> int | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put(CLOSE, answer=leave)
    assert whole(empty_store) == before


def test_a_quote_that_is_not_there_names_the_nearest(put: Attach) -> None:
    done = put(ARTICLE.replace("the tolls come first", "the tolls will come first"))
    [one] = [one for one in done.unplaced if one.says == "agenda: tolls"]
    assert (one.why, one.nearest, one.nearest_in) == ("paragraph only", "the tolls will come first", 3)


@pytest.mark.parametrize(("data", "error"), [(b"", TalksFileError), (b"\x00\xff", TalksFileError)])
def test_what_is_no_text_changes_nothing(put: Attach, empty_store: Path, data: bytes, error: type[Exception]) -> None:
    before = digest(empty_store)
    with pytest.raises(error):
        put(data)
    assert digest(empty_store) == before


def test_an_unknown_encoding_is_refused(put: Attach, empty_store: Path, tmp_path: Path) -> None:
    put()
    with pytest.raises(UsageError):
        attach(empty_store, "post", tmp_path / "article.txt", "klingon")


def test_a_text_that_an_import_brought_stays_the_record_it_is(
    put: Attach, load: Callable[[str], Summary], empty_store: Path
) -> None:
    load(CAST + '[[documents]]\nsource = "gazette"\nslug = "post"\ntext = "Another."\n')
    put()
    assert ask(empty_store, "SELECT slug FROM documents JOIN records USING (id) ORDER BY id") == [
        ("post",), ("post-text",),
    ]  # fmt: skip
    assert put("Edition.\n" + ARTICLE, source="gazette").again is True
    assert ask(empty_store, "SELECT count(*) FROM documents") == [(2,)]


def test_a_line_of_a_megabyte_is_a_text_like_any_other(put: Attach, empty_store: Path) -> None:
    began = time.perf_counter()
    done = put("word " * 100_000 + ARTICLE.replace("\n", " ") + "word " * 100_000)
    assert time.perf_counter() - began < 20
    assert (done.paragraphs, done.by_quote) == (1, 1)
    assert anchors(empty_store) == {"agenda": "the tolls come first"}


def test_every_claim_of_the_bundled_talks_names_a_paragraph(store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("\n\n".join(f"Paragraph {number}." for number in range(1, 30)), encoding="utf-8")
    for slug, claims in ask(
        store_path,
        """
        SELECT slug, count(*) FROM claims JOIN records ON records.id = claims.source GROUP BY slug
    """,
    ):
        done = attach(store_path, str(slug), file)
        assert done.by_paragraph == claims
        assert {one.why for one in done.unplaced} == {"paragraph only"}


WRONG = "Weather\n\nRain fell on the hills all day long.\n\nTomorrow will be dry.\n\nThe day after too.\n"
SEVERAL = """
[events.several]
type = "STATEMENT"
status = "held"
title = "Several"
claims = [{source = "post", locator = 2}, {source = "post", locator = 3}, {source = "post", locator = 1}]
"""


def test_another_text_altogether_is_refused_and_kept_only_anew(
    put: Attach, empty_store: Path, load: Callable[[str], Summary], tmp_path: Path
) -> None:
    load(CAST + SEVERAL)
    put(WRONG)  # the first text may be any
    before = whole(empty_store)
    with pytest.raises(TalksFileError) as caught:
        put(ARTICLE)
    [sentence] = caught.value.problems
    assert is_one_sentence(sentence)
    assert "--anew" in sentence
    assert whole(empty_store) == before

    file = tmp_path / "right.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    done = attach(empty_store, "post", file, anew=True)
    assert (done.by_quote, done.moved) == (1, 0)
    assert {one.why for one in done.unplaced} == {"not found", "paragraph only"}
    assert attach(empty_store, "post", file).same
    kept = [text for (text,) in ask(empty_store, "SELECT exact FROM anchors WHERE begins IS NOT NULL ORDER BY claim")]
    assert not any("Rain" in str(text) for text in kept)


def test_a_source_is_named_in_any_way_and_one_that_is_not_there_changes_nothing(put: Attach, empty_store: Path) -> None:
    assert put(source="The Post").slug == "post"
    before = digest(empty_store)
    with pytest.raises(StoreError, match="There is no source “times”"):
        put(source="times")
    assert digest(empty_store) == before


def test_what_is_placed_anew_is_not_searched_for_whenever_the_text_is_read(
    put: Attach, empty_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put()
    file = tmp_path / "other.txt"
    file.write_text("Nothing of that here.\n", encoding="utf-8")
    done = attach(empty_store, "post", file, anew=True)
    assert len(done.unplaced) == 5
    monkeypatch.setattr(Text, "again", lambda *_: pytest.fail("a passage is searched for"))
    with reading(empty_store) as conn:
        text = document(conn, record(empty_store, "source", "post"))
    assert text is not None
    assert len(text.lost) == 5
