"""The mapping language: what its rules make of a row, and what is said of a mapping that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from db.errors import TalksFileError, UsageError
from db.reading.tables import read_table
from db.reading.tables.mapping import parse_mapping, preset
from tests.db.helpers import is_one_sentence
from tests.db.reading.tables.helpers import drafts, faults, plain, saved, table, units

HEAD = 'format = 1\nname = "Log"\n'


def event(folder: Path, row: dict[str, str], rules: str) -> dict[str, object]:
    """Return what rules for events make of one row."""
    text = ",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"
    first = drafts(folder, text, f'{HEAD}\n[events]\nslug = "x-{{id}}"\n{rules}')[0]
    return {"claims": plain(first.claims), **{name: plain(value) for name, value in first.values.items()}}


def test_fields_are_templates_constants_or_the_first_that_is_not_empty(tmp_path: Path) -> None:
    rules = 'title = ["{headline}", "{what}[ in {where}]"]\nnumber = 2\nsummary = "{none}"\n'
    found = event(tmp_path, {"id": "1", "headline": "", "what": "Talks", "where": "Town", "none": ""}, rules)
    assert found == {"title": "Talks in Town", "number": 2, "claims": [{}]}


def test_values_are_what_their_field_is_made_of(tmp_path: Path) -> None:
    rules = """
number = "{round}"
status = "{status}"
type = "{kind}"
starts = "{day}"
[[events.claims]]
inferred = "{sure}"
property = "killed"
value = "{killed}"
[[events.claims]]
property = "starts"
value = "{other day}"
[[events.claims]]
property = "status"
value = "{status}"
"""
    row = {"id": "1", "round": "2.0", "status": "Held", "kind": "Round of talks", "day": "4 May 2024"}
    found = event(tmp_path, {**row, "sure": "no", "killed": "1,200", "other day": "May 2024"}, rules)
    assert found == {
        "number": 2, "status": "held", "type": "ROUND", "starts": "2024-05-04",
        "claims": [
            {"inferred": False, "property": "killed", "value": "1200"},
            {"property": "starts", "value": "2024-05"},
            {"property": "status", "value": "held"},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("Shelling", "ASSAULT"),
        ("shelling", "ASSAULT"),
        ("Battle-x", "COERCE"),
        ("Battle of X", "ASSAULT"),
        ("y", "TRUCE"),
        ("", "TRUCE"),
        ("Leave out", None),
    ],
)
def test_codes_are_looked_up_by_the_word_or_by_how_it_begins(tmp_path: Path, kind: str, found: str | None) -> None:
    codes = '{ "Shelling" = "ASSAULT", "Battle*" = "ASSAULT", "Battle-*" = "COERCE", "Leave out" = "" }'
    rules = f'type = {{ from = "{{kind}}", codes = {codes}, else = "TRUCE" }}\n'
    assert event(tmp_path, {"id": "1", "kind": kind}, rules).get("type") == found


def test_a_code_that_nobody_told_is_a_fault_with_its_column(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\nslug = "{{id}}"\ntype = {{ from = "{{kind}}", codes = {{ a = "AID" }} }}\n'
    assert faults(tmp_path, "id,kind\n1,a\n2,\n3,b\n", mapping) == ["line 4, column kind: the mapping has no code “b”."]


def test_a_date_has_its_formats_its_precision_and_its_end(tmp_path: Path) -> None:
    rules = """
starts = { from = "{day}", dates = ["%d/%m/%Y"], precision = { from = "{p}", codes = { 1 = "day", 2 = "week" } } }
ends = { from = "{day}", until = "{last}", dates = ["%d/%m/%Y"] }
"""
    found = event(tmp_path, {"id": "1", "day": "06/03/2024", "p": "2", "last": "09/03/2024"}, rules)
    assert (found["starts"], found["ends"]) == ("[2024-03-04..2024-03-10]", "[2024-03-06..2024-03-09]")
    found = event(tmp_path, {"id": "1", "day": "06/03/2024", "p": "", "last": ""}, rules)
    assert (found["starts"], found["ends"]) == ("2024-03-06", "2024-03-06")


def test_a_date_that_ends_before_it_starts_is_a_fault(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\nslug = "{{id}}"\nstarts = {{ from = "{{a}}", until = "{{b}}" }}\n'
    found = faults(tmp_path, "id,a,b\n1,2024-03-06,2024-03-04\n", mapping)
    assert found == ["line 2, column a: it ends (2024-03-04) before it starts (2024-03-06)."]


def test_of_two_formats_the_column_shows_which_is_meant(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\nslug = "{{id}}"\nstarts = {{ from = "{{day}}", dates = ["%d/%m/%Y", "%m/%d/%Y"] }}\n'
    found = drafts(tmp_path, "id,day\n1,03/04/2024\n2,04/13/2024\n", mapping)
    assert [draft.values["starts"] for draft in found] == ["2024-03-04", "2024-04-13"]


def test_a_reference_is_a_name_to_be_matched_or_a_slug_that_the_mapping_knows(tmp_path: Path) -> None:
    mapping = f"""{HEAD}
[sources.post]
publisher = "The Post"
[names]
"Kyiv Government" = "ua"
"Nobody" = ""
[events]
slug = "{{id}}"
place = "{{place}}"
[[events.parties]]
party = {{ from = "{{one}}", make = {{ type = "group", name = "{{one}} ({{place}})" }} }}
role = "actor"
[[events.parties]]
party = "{{two}}"
role = "target"
[[events.parties]]
party = "eu"
role = "host"
[[events.claims]]
source = "{{source}}"
[[events.claims]]
source = "Wire service"
"""
    text = "id,place,one,two,source\n1,Town,Alpha,kyiv government,post\n2,Town,Nobody,Beta,Gazette\n"
    _, first, *rest = drafts(tmp_path, text, mapping)
    assert (plain(first.values["place"]), plain(first.claims)) == (
        "<Town>",
        [{"source": "post"}, {"source": "<Wire service>"}],
    )
    parts = [
        (plain(part.values), part.parent and part.parent.slug) for part in rest if part.shape.kind == "event_party"
    ]
    assert parts == [
        ({"role": "actor", "party": "<Alpha type=group name=Alpha (Town)>"}, "1"),
        ({"role": "target", "party": "ua"}, "1"),
        ({"role": "host", "party": "eu"}, "1"),
        ({"role": "target", "party": "<Beta!>"}, "2"),
        ({"role": "host", "party": "eu"}, "2"),
    ]
    assert plain(rest[3].claims) == [{"source": "<Gazette>"}, {"source": "<Wire service>"}]


def test_the_same_name_is_the_same_object_so_that_it_is_matched_once(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\nslug = "{{id}}"\nplace = "{{place}}"\n'
    one, other = drafts(tmp_path, "id,place\n1,Town\n2,Town\n", mapping)
    assert one.values["place"] is other.values["place"]


def test_a_cell_taken_apart_makes_one_for_each_part_and_several_cells_go_together(tmp_path: Path) -> None:
    rules = """
[[events.claims]]
source = { from = "{outlets}", split = ";" }
locator = { from = "{pages}", split = ";" }
"""

    def claims(outlets: str, pages: str) -> object:
        return event(tmp_path, {"id": "1", "outlets": outlets, "pages": pages}, rules)["claims"]

    assert claims("Post; Gazette", "2;3") == [
        {"source": "<Post>", "locator": "2"},
        {"source": "<Gazette>", "locator": "3"},
    ]
    assert claims("Post;;Post", "") == [{"source": "<Post>"}]
    assert claims("Post; Gazette", "2") == [{"source": "<Post>"}, {"source": "<Gazette>"}]
    assert claims("Post", "2; 3") == [{"source": "<Post>", "locator": "2; 3"}]
    assert claims("Post", "2") == [{"source": "<Post>", "locator": "2"}]
    assert claims("", "") == [{}]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("(North)", "North"), ("North (old)", "North (old)"), ("(a) b", "(a) b"), ("", None), ("()", None)],
)
def test_marks_around_all_of_a_cell_are_taken_off(tmp_path: Path, cell: str, said: str | None) -> None:
    found = event(tmp_path, {"id": "1", "c": cell}, 'title = { from = "{c}", inside = "()" }\n')
    assert found.get("title") == said


def test_what_a_row_says_nothing_of_falls_away(tmp_path: Path) -> None:
    rules = """
[[events.claims]]
source = "post"
[[events.claims]]
property = "killed"
value = { from = "{low}", unless = "{best}" }
source = "post"
[[events.claims]]
source = "gazette"
quote = "{words}"
"""
    assert event(tmp_path, {"id": "1", "low": "3", "best": "3", "words": ""}, rules)["claims"] == [{"source": "post"}]
    assert event(tmp_path, {"id": "1", "low": "2", "best": "3", "words": "No."}, rules)["claims"] == [
        {"source": "post"},
        {"property": "killed", "source": "post", "value": "2"},
        {"source": "gazette", "quote": "No."},
    ]


def test_a_row_can_make_several_records_of_any_kind(tmp_path: Path) -> None:
    mapping = f"""{HEAD}
[processes.talks]
name = "The talks"
[[process_parties]]
process = "talks"
party = "alpha"
role = "host"
[[people]]
slug = "p-{{id}}"
name = "{{leader}}"
names = [{{ text = "{{alias}}", preferred = "{{shown}}" }}]
links = [{{ kind = "about", to = "issue:{{issue}}" }}]
[[people]]
name = "{{deputy}}"
[[offices]]
person = {{ slug = "p-{{id}}" }}
party = "{{party}}"
title = "Head"
"""
    text = (
        "id,leader,deputy,alias,shown,issue,party\n1,Ann,Bob,Annie,yes,land,Alpha\n2,Cy,,,,,Beta\n3,Dee,Bob,,,,Beta\n"
    )
    found = [
        (draft.where, draft.shape.kind, draft.slug, plain(draft.values)) for draft in drafts(tmp_path, text, mapping)
    ]
    place = tmp_path / "m.toml"
    assert found == [
        (f"{place}: processes.talks", "process", "talks", {"name": "The talks"}),
        (f"{place}: process_parties[1]", "process_party", None, {"party": "alpha", "role": "host"}),
        ("line 2", "person", "p-1", {"name": "Ann"}),
        ("line 2", "person", "bob", {"name": "Bob"}),
        ("line 2", "office", None, {"title": "Head", "person": "p-1", "party": "<Alpha!>"}),
        ("line 3", "person", "p-2", {"name": "Cy"}),
        ("line 3", "office", None, {"title": "Head", "person": "p-2", "party": "<Beta!>"}),
        ("line 4", "person", "p-3", {"name": "Dee"}),
        ("line 4", "office", None, {"title": "Head", "person": "p-3", "party": "<Beta!>"}),
    ]
    ann = drafts(tmp_path, text, mapping)[2]
    assert (ann.names, ann.links) == ([{"text": "Annie", "preferred": True}], [{"kind": "about", "to": "issue:land"}])


def test_events_hold_parties_and_those_hold_delegates(tmp_path: Path) -> None:
    mapping = f"""{HEAD}
process = "talks"
[events]
slug = "{{id}}"
process = "{{talks}}"
[[events.parties]]
party = {{ from = "{{sides}}", split = "/" }}
role = "attendee"
[[events.parties.delegates]]
person = "{{head}}"
role = "head"
status = "present"
"""
    found = drafts(tmp_path, "id,talks,sides,head\n1,,A/B,Ann\n2,Other Talks,A,\n", mapping)
    assert [(draft.shape.kind, draft.process) for draft in found] == [
        *[("event", "talks"), ("event_party", "talks"), ("delegate", "talks")],
        *[("event_party", "talks"), ("delegate", "talks")],
        *[("event", "other-talks"), ("event_party", "other-talks")],
    ]
    assert found[2].parent is found[1]


@pytest.mark.parametrize(("kind", "told"), [("ROUND", [{"source": "<Post>"}]), ("CONSULT", [])])
def test_who_is_in_the_room_is_told_by_the_first_source_and_a_part_in_another_event_with_the_event(
    tmp_path: Path, kind: str, told: list[object]
) -> None:
    mapping = f"""{HEAD}
[events]
slug = "{{id}}"
type = "{kind}"
[[events.claims]]
property = "killed"
value = "{{n}}"
source = "un"
[[events.claims]]
source = "{{by}}"
quote = "No."
[[events.parties]]
party = "{{party}}"
[[events.parties.delegates]]
person = "{{head}}"
[[events.parties]]
party = "host"
claims = [{{ source = "un" }}]
"""
    _, *inner = drafts(tmp_path, "id,by,n,party,head\n1,Post,3,A,Ann\n2,,3,A,\n", mapping)
    assert [plain(draft.claims) for draft in inner if draft.parent] == [
        *(told, [{"source": "<Post>"}], [{"source": "un"}]),
        *([{}] if told else [], [{"source": "un"}]),
    ]


def test_an_event_without_a_slug_is_told_from_others_by_its_day_title_and_row(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\ntitle = "{{title}}"\nstarts = "{{day}}"\n'
    one, other = drafts(tmp_path, "title,day,n\nTalks,2024-01-02,1\nTalks,2024-01-02,2\n", mapping)
    assert one.slug is not None and one.slug.startswith("2024-01-02-talks-")
    assert one.slug != other.slug
    assert [draft.slug for draft in drafts(tmp_path, "title,day,n\nTalks,2024-01-02,1\n", mapping)] == [one.slug]


def test_columns_that_no_rule_looks_at_are_kept_and_faults_find_those_that_one_does(tmp_path: Path) -> None:
    mapping = f"""{HEAD}[events]
slug = "{{id}}"
starts = {{ from = "{{day}}", precision = "{{p}}" }}
[[events.claims]]
source = {{ from = "{{by}}", split = ";" }}
[[events.claims]]
property = "killed"
value = "{{n}}"
"""
    first, other = drafts(tmp_path, "id,day,p,by,n,more,empty\n1,2024-01-02,,A;B,3,x,\n2,2024-01-02,,,3,,\n", mapping)
    assert (first.extra, other.extra) == ({"more": "x"}, {})
    assert first.columns == {
        "starts": "day",
        "claims[1].source": "by",
        "claims[2].source": "by",
        "claims[3].value": "n",
    }
    assert other.columns == {"starts": "day", "claims[1].value": "n"}


def test_a_row_that_names_no_record_is_a_fault(tmp_path: Path) -> None:
    mapping = f'{HEAD}[events]\nslug = "x-{{id}}"\ntitle = "{{title}}"\n'
    assert faults(tmp_path, "id,title\n,Talks\n", mapping) == [
        "line 2: its cells name no record: what the slug or the name is made of is empty."
    ]


def test_one_who_stands_in_many_rows_is_one(tmp_path: Path) -> None:
    mapping = f'{HEAD}[people]\nname = "{{name}}"\nsort_name = "{{sort}}"\n'
    text = "name,sort,note\nAnn,Ann,x\nAnn,Ann,\nAnn,A.,\nAnn,Ann,y\n"
    found = units(tmp_path, text, mapping)
    assert [[draft.slug for draft in unit.drafts] for unit in found] == [["ann"], [], ["ann"], []]
    assert [problem for unit in found for problem in unit.problems] == [
        "line 5: an earlier row has the same record, and the rest of this one would be lost."
    ]


def test_a_column_that_versions_lack_is_empty(tmp_path: Path) -> None:
    mapping = f"""{HEAD}columns = ["id"]
optional = ["Title", "by"]
[events]
slug = "{{id}}"
title = ["{{title}}", "Untitled"]
[[events.claims]]
source = "{{by}}"
note = "No."
"""
    (found,) = drafts(tmp_path, "ID\n1\n", mapping)
    assert (found.values, found.claims) == ({"title": "Untitled"}, [{}])


def test_dates_and_lists_of_toml_stand_as_a_talks_file_has_them(tmp_path: Path) -> None:
    rules = 'starts = 2024-01-02\nends = "[..2024-01-03]"\n'
    assert event(tmp_path, {"id": "1"}, rules) == {"starts": date(2024, 1, 2), "ends": "[..2024-01-03]", "claims": [{}]}


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("name = 'x'", "a mapping begins with “format = 1”."),
        ("format = 1\n[event]\n", "event: a mapping has no such table: did you mean “events”?"),
        ("format = 1\nevents = 5\n", "events: write a rule as [events], a record as [events.SLUG]."),
        ('format = 1\n[events]\ntitel = "{a}"\n', "events: there is no field “titel”: did you mean “title”?"),
        ('format = 1\n[events]\ntitle = "{c}"\n', "events.title: the table has no column “c”: it may have a, b."),
        ('format = 1\n[events]\ntitle = "{a"\n', "events.title: “{” has no partner"),
        ("format = 1\n[events]\ntitle = 1.5\n", "events.title: expected text in quotes, found “1.5”."),
        ("format = 1\n[events]\ntitle = []\n", "events.title: the list is empty."),
        (
            'format = 1\n[events]\ntitle = { form = "{a}" }\n',
            "events.title: there is no option “form”: did you mean “from”?",
        ),
        (
            'format = 1\n[events]\nstarts = { from = "{a}", dates = "%Y" }\n',
            "events.starts.dates: write a list of formats",
        ),
        (
            'format = 1\n[events]\nstarts = { from = "{a}", dates = ["Y"] }\n',
            "events.starts.dates: “Y” is not a format of a date",
        ),
        ('format = 1\n[events]\ntype = { from = "{a}", codes = 5 }\n', "events.type.codes: expected a table of fields"),
        ("format = 1\n[events]\nclaims = 5\n", "events.claims: write each as [[events.claims]]."),
        ("format = 1\n[events]\nclaims = [5]\n", "events.claims[1]: expected a table of fields, found “5”."),
        (
            'format = 1\n[[events.parties]]\nparty = { from = "{a}", make = { tipe = "state" } }\n',
            "make: there is no field “tipe”",
        ),
        (
            'format = 1\n[[events.claims]]\nsource = { from = "{a}", split = "" }\n',
            "split: write what stands between the parts",
        ),
        ('format = 1\n[events]\ntitle = { from = "{a}", inside = "(" }\n', "inside: write the two marks, as inside = "),
        ('format = 1\n[events]\nnumber = "many"\n', "events.number: “many” is not a whole number."),
        ('format = 1\n[sources.a]\ntitle = "A"\n', "no rule looks at a column: write its name in braces"),
        (
            'format = 1\ncolumns = ["c"]\n[events]\ntitle = "{a}"\n',
            "the table has no column “c”: it is no table of this kind.",
        ),
        ('format = 1\ncolumns = "c"\n', "columns: write the names of columns"),
        ("format = 1\nprocess = 5\n", "process: it must be the slug of a process, in quotes."),
        ("format = 1\nname = 5\n", "name: expected text in quotes."),
        ("format = 1\nnames = 5\n", "names: write it as a table."),
        ("format = 1\n[names]\na = 5\n", "names.“a”: give the slug of what is called so, in quotes."),
        ('format = 1\n[table]\ndelimeter = ","\n', "table: there is no option “delimeter”: did you mean “delimiter”?"),
        ('format = 1\n[table]\ndelimiter = ",,"\n', "table.delimiter: expected one character, found “,,”."),
        ('format = 1\n[table]\nencoding = "hex"\n', "table.encoding: expected an encoding"),
        ("format = 1\n[table]\nskip = -1\n", "table.skip: expected how many lines stand before the header"),
        ('format = 1\n[table]\nheader = ["a", "a"]\n', "table.header: expected the names of the columns, each once"),
        ("format = ", "is not TOML"),
        ("a = " + "[" * 2000, "can't be read: it is nested too deeply"),
    ],
)
def test_a_mapping_that_is_wrong_is_told_where(tmp_path: Path, mapping: str, why: str) -> None:
    with pytest.raises(TalksFileError) as raised:
        table(tmp_path, "a,b\n1,2\n", mapping)
    assert str(raised.value).startswith(str(tmp_path / "m.toml"))
    assert why in str(raised.value)
    assert is_one_sentence(str(raised.value))


def test_a_mapping_that_isnt_there_is_told_so(tmp_path: Path) -> None:
    file = saved(tmp_path, "a\n1\n")
    with pytest.raises(TalksFileError, match=r"none.toml can't be read: no such file or directory"):
        read_table(file, str(tmp_path / "none.toml"))
    with pytest.raises(TalksFileError, match=r"is not UTF-8 text \(byte 1\)"):
        read_table(file, str(saved(tmp_path, b"\xff", "m.toml")))
    with pytest.raises(UsageError, match=r"There is no preset “aclid”: did you mean “acled”\?"):
        preset("aclid")


RULES = st.recursive(
    st.sampled_from(["{a}", "{b}", "{c}", "[{a}", "x", "", "%Y", "group", "day"]) | st.integers(0, 3) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "from",
                    "codes",
                    "else",
                    "split",
                    "dates",
                    "precision",
                    "until",
                    "make",
                    "slug",
                    "unless",
                    "title",
                    "starts",
                    "type",
                    "claims",
                    "parties",
                    "party",
                    "source",
                    "property",
                    "value",
                    "names",
                    "text",
                    "a",
                    "1",
                    "x*",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["events", "people", "sources", "positions", "names", "table", "columns", "optional", "process"]
        ),
        RULES,
        max_size=4,
    )
)
def test_any_mapping_makes_records_or_is_told_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, mapping: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("mapping")
    try:
        found = units(folder, "a,b\n1,2024-01-02\nx,\n", tomli_w.dumps({"format": 1, **mapping}))
    except TalksFileError as error:
        assert is_one_sentence(str(error))
    else:
        assert all(is_one_sentence(problem) for unit in found for problem in unit.problems)


@given(st.dictionaries(st.sampled_from(["name", "table", "names", "columns", "process", "events", "x"]), RULES))
def test_any_table_of_toml_is_a_mapping_or_told_why_it_is_none(tables: dict[str, object]) -> None:
    try:
        parse_mapping({"format": 1, **tables}, "m.toml")
    except TalksFileError as error:
        assert is_one_sentence(str(error))


def test_what_is_to_be_ignored_is_not_kept_beside_the_record(tmp_path: Path) -> None:
    mapping = f'{HEAD}ignore = ["ROW"]\n[events]\nslug = "x-{{id}}"\ntitle = "{{title}}"\n'
    (event,) = drafts(tmp_path, "id,title,row,note\n1,Talks,7,fog\n", mapping)
    assert event.extra == {"note": "fog"}
