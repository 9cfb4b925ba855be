"""The guess: what columns are taken for, why, and what is saved to be edited."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.drafts import Draft
from db.errors import TalksFileError
from db.reading.tables import Table, read_table
from tests.db.helpers import is_one_sentence
from tests.db.reading.tables.helpers import book, plain, saved


def guessed(folder: Path, text: str, *known: str, name: str = "log.csv") -> tuple[Table, list[Draft]]:
    """Read a table that has no mapping."""
    reads = read_table(saved(folder, text, name), None, known)
    found = [*reads.units()]
    assert [problem for unit in found for problem in unit.problems] == []
    return reads, [draft for unit in found for draft in unit.drafts]


def test_a_log_of_events(tmp_path: Path) -> None:
    text = (
        "Date;Headline;Countries involved;City;Outlet;URL;Killed;Weather\n"
        "03/04/2024;Talks resume;Xland, Yland;Xtown;The Post;https://example.org/1;;sunny\n"
        "14/04/2024;A strike hits;Xland;Ytown;Gazette;https://example.org/2;3;rain\n"
        "15/04/2024;Ministers meet;Xland, Zland;Ztown;The Post;;;\n"
    )
    reads, (event, one, other, *rest) = guessed(tmp_path, text)
    assert event.slug is not None and event.slug.startswith("2024-04-03-talks-resume-")
    assert plain(event.values) == {
        "title": "Talks resume", "starts": "2024-04-03", "place": "<Xtown>", "status": "held", "type": "STATEMENT",
    }  # fmt: skip
    assert plain(event.claims) == [{"source": "<The Post>", "locator": "https://example.org/1"}]
    assert plain([one.values, other.values]) == [
        {"role": "attendee", "party": "<Xland type=state>"},
        {"role": "attendee", "party": "<Yland type=state>"},
    ]
    assert plain(rest[0].claims) == [
        {"source": "<Gazette>", "locator": "https://example.org/2"},
        {"property": "killed", "value": "3", "source": "<Gazette>"},
    ]
    assert event.extra == {"Weather": "sunny"}
    saved_as = tmp_path / "log.csv.mapping.toml"
    assert reads.notes == [
        f"What its columns mean is guessed; the mapping is saved as {saved_as}, to be edited.",
        "“Date” is read as starts, the day first, as 14/04/2024 shows.",
        "“Headline” is read as title.",
        "No column is the type: it is STATEMENT for all.",
        "No column is the status: it is held for all.",
        "“City” is read as place.",
        "“Countries involved” is read as parties (attendee).",
        "“Outlet” is read as source.",
        "“URL” is read as locator.",
        "“Killed” is read as killed.",
        "Kept as they are: “Weather”.",
    ]
    text = saved_as.read_text(encoding="utf-8")
    assert 'starts = { from = "{Date}", dates = ["%d/%m/%Y"] }' in text
    assert "# “Date” is read as starts, the day first, as 14/04/2024 shows." in text


def test_a_mapping_beside_the_table_is_used_and_never_overwritten(tmp_path: Path) -> None:
    text = "date,title\n2024-01-02,Talks\n"
    _, (first,) = guessed(tmp_path, text)
    beside = tmp_path / "log.csv.mapping.toml"
    edited = beside.read_text(encoding="utf-8").replace('type = "STATEMENT"', 'type = "ROUND"')
    beside.write_text(edited, encoding="utf-8")
    reads, (again,) = guessed(tmp_path, text)
    assert (again.slug, again.values["type"]) == (first.slug, "ROUND")
    assert reads.notes == [f"It is read as {beside} says."]
    assert beside.read_text(encoding="utf-8") == edited
    _, (mended,) = guessed(tmp_path, text, name="log.bad-2.csv")
    assert mended.values["type"] == "ROUND"


def test_a_mapping_that_cant_be_saved_is_said_and_the_import_goes_on(tmp_path: Path) -> None:
    beside = tmp_path / "log.csv.mapping.toml"
    beside.mkdir()
    reads, drafts = guessed(tmp_path, "date,title\n2024-01-02,Talks\n")
    assert len(drafts) == 1
    assert reads.notes[0] == f"What its columns mean is guessed; the mapping can't be saved as {beside} (file exists)."


def test_statements_have_speakers_and_quotes(tmp_path: Path) -> None:
    text = (
        "when\tspeaker\tparty\tquote\tsource\tevent type\n"
        "2024-03-01\tAnn\tAlpha\tWe stay.\tThe Post\tpress statement\n"
        "March 2024\tBob\tBeta\tWe accept.\tGazette\tpeace meeting\n"
    )
    _, drafts = guessed(tmp_path, text, name="said.tsv")
    events = [draft for draft in drafts if draft.shape.kind == "event"]
    assert [(event.values["title"], event.values["starts"], event.values["type"]) for event in events] == [
        ("We stay.", "2024-03-01", "STATEMENT"),
        ("We accept.", "2024-03", "CONSULT"),
    ]
    assert plain(events[0].claims) == [
        {"source": "<The Post>", "quote": "We stay.", "speaker": "<Ann>", "on_behalf_of": "<Alpha type=group>"}
    ]


def test_positions(tmp_path: Path) -> None:
    rows = "Xland,Border,rejects,2024-01-02,It says no.\nYland,Border,in favour,2024-01-03,\n"
    reads, (one, other) = guessed(tmp_path, "party,issue,stance,date,notes\n" + rows)
    assert plain(one.values) == {
        "party": "<Xland type=group>", "issue": "<Border>", "date": "2024-01-02", "stance": -2,
        "summary": "It says no.",
    }  # fmt: skip
    assert (other.values["stance"], other.values["summary"], other.claims) == (1, "in favour", [{}])
    assert "No column names a source: its claims are of the one that is given with --source." in reads.notes


def test_people_and_what_offices_they_hold(tmp_path: Path) -> None:
    _, offices = guessed(tmp_path, "name,country,position,since\nAnn,Xland,Minister,2024-01-01\nBob,Yland,Envoy,2023\n")
    assert [plain(office.values) for office in offices] == [
        {"person": "<Ann>", "party": "<Xland type=state>", "title": "Minister", "since": "2024-01-01"},
        {"person": "<Bob>", "party": "<Yland type=state>", "title": "Envoy", "since": "2023"},
    ]
    _, people = guessed(tmp_path, "full name\nAnn\nBob\n", name="people list.csv")
    assert [(draft.shape.kind, draft.slug) for draft in people] == [("person", "ann"), ("person", "bob")]


def test_a_column_of_names_that_the_store_knows_is_one_of_parties(tmp_path: Path) -> None:
    text = "date,title,remarks\n2024-01-02,Talks,Alpha / Beta\n2024-01-03,More talks,The Gamma\n"
    _, drafts = guessed(tmp_path, text, "Alpha", "Beta", "Gamma")
    assert [plain(draft.values["party"]) for draft in drafts if draft.shape.kind == "event_party"] == [
        *("<Alpha type=group>", "<Beta type=group>", "<The Gamma type=group>")
    ]


def test_those_who_act_are_told_from_those_acted_on_and_from_the_country_where_they_do(tmp_path: Path) -> None:
    text = "date,title,actor 1,assoc actor 2,country\n2024-01-02,A clash,Alpha,Beta,Xland\n"
    _, (event, one, other) = guessed(tmp_path, text)
    assert [(part.values["role"], plain(part.values["party"])) for part in (one, other)] == [
        ("actor", "<Alpha type=group>"),
        ("target", "<Beta type=group>"),
    ]
    assert event.extra == {"country": "Xland"}


def test_an_id_tells_events_apart_if_it_does(tmp_path: Path) -> None:
    _, (event,) = guessed(tmp_path, "event_id,date,title\nE-7,2024-01-02,Talks\n", name="Our Log.csv")
    assert event.slug == "our-log-e-7"
    _, (one, _) = guessed(tmp_path, "id,date,title\n7,2024-01-02,Talks\n7,2024-01-03,More\n", name="other.csv")
    assert (str(one.slug)[:10], one.extra) == ("2024-01-02", {"id": "7"})


def test_a_title_and_a_date_are_found_by_what_stands_in_them(tmp_path: Path) -> None:
    text = "A,B\n2024-01-02,Talks resumed in the capital\n2024-01-03,They were broken off again\n"
    _, (event, _) = guessed(tmp_path, text)
    assert (event.values["title"], event.values["starts"]) == ("Talks resumed in the capital", "2024-01-02")


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (("03/04/2024", "13/04/2024"), "%d/%m/%Y"),
        (("03/04/2024", "04/13/2024"), "%m/%d/%Y"),
        (("3.4.24", "13.4.24"), "%d.%m.%y"),
    ],
)
def test_a_whole_column_shows_whether_the_day_or_the_month_is_first(
    tmp_path: Path, days: tuple[str, ...], form: str
) -> None:
    guessed(tmp_path, "date,title\n" + "".join(f"{day},Talks in town {day}\n" for day in days))
    assert f'dates = ["{form}"]' in (tmp_path / "log.csv.mapping.toml").read_text(encoding="utf-8")


def test_a_column_that_shows_neither_is_not_guessed(tmp_path: Path) -> None:
    reads = read_table(saved(tmp_path, "date,title\n03/04/2024,Talks\n", "log.csv"))
    (unit,) = reads.units()
    why = "“03/04/2024” could be 2024-03-04 or 2024-04-03: say which is meant, with dates in a mapping."
    assert unit.problems == [f"line 2, column date: {why}"]
    assert any("what is first in it, the day or the month, can't be told" in note for note in reads.notes)


def test_without_a_date_or_a_title_nothing_is_guessed_and_what_was_found_is_saved(tmp_path: Path) -> None:
    with pytest.raises(TalksFileError) as raised:
        read_table(saved(tmp_path, "a,b\n1,2\n", "log.csv"))
    beside = tmp_path / "log.csv.mapping.toml"
    assert str(raised.value) == (
        f"{tmp_path / 'log.csv'}: no column looks like a title or a date (it has “a”, “b”);"
        f" the mapping is saved as {beside}, to be edited."
    )
    assert tomllib.loads(beside.read_text(encoding="utf-8"))["events"]["title"] == ""


def test_a_table_of_our_own_is_read_by_its_fields(tmp_path: Path) -> None:
    text = (
        "\ufeffslug,process,type,status,title,summary,place,number,format,starts,ends,duration,extra\n"
        'r1,talks,ROUND,held,\'=Round one,,town,1,trilateral,2026-01-23,2026-01-24,P1D,"{""id"":7}"\n'
    )
    _, (event,) = guessed(tmp_path, text, name="events.csv")
    assert (event.slug, event.process) == ("r1", "talks")
    assert event.values == {
        "type": "ROUND", "status": "held", "title": "=Round one", "place": "town", "number": 1, "format": "trilateral",
        "starts": "2026-01-23", "ends": "2026-01-24", "duration": "P1D", "extra": '{"id":7}',
    }  # fmt: skip
    assert event.extra == {}
    _, (place,) = guessed(tmp_path, "slug,name,sort_name\ntown,Town,\n", name="places.csv")
    assert (place.shape.kind, place.slug, place.values) == ("place", "town", {"name": "Town"})


def test_a_workbook_is_guessed_as_well(tmp_path: Path) -> None:
    path = book(tmp_path / "log.xlsx", [["Date", "Event"], ["2024-01-02", "Talks"]])
    (unit,) = read_table(path).units()
    assert unit.drafts[0].values["title"] == "Talks"
    assert (tmp_path / "log.xlsx.mapping.toml").exists()


NAMES = st.sampled_from(["date", "title", "party", "stance", "issue", "name", "id", "source", "since", "killed"])
CELLS = st.sampled_from(["2024-01-02", "3/4/24", "Alpha; Beta", "7", "https://example.org"])


@given(
    st.lists(st.text(max_size=8) | NAMES, min_size=1, max_size=5),
    st.lists(st.lists(st.text(max_size=12) | CELLS, max_size=5), max_size=4),
)
def test_any_table_is_guessed_or_told_what_it_lacks(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("guess")
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [header, *rows])
    try:
        path = saved(folder, text.encode(errors="surrogatepass"), "log.csv")
        for _ in range(2):  # as guessed, and as saved
            assert all(unit.drafts or unit.problems for unit in read_table(path, None, ["Alpha"]).units())
    except TalksFileError as error:
        assert all(map(is_one_sentence, str(error).splitlines()))


def test_a_year_a_month_and_a_day_in_columns_of_their_own_make_a_date(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Year,Month,Day,Headline\n2024,3,5,Talks\n2024,3,,More talks\n1815,,,A start\n", encoding="utf-8")
    starts = [unit.drafts[0].values["starts"] for unit in read_table(path).units()]
    assert starts == ["2024-03-05", "2024-03", "1815"]


def test_a_table_of_which_no_row_can_be_read_says_why_and_saves_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text('date,title\n2024-01-02,"cut', encoding="utf-8")
    with pytest.raises(TalksFileError, match="line 2: "):
        read_table(path)
    assert not (tmp_path / "log.csv.mapping.toml").exists()
