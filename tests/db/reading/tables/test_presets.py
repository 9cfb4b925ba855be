"""The presets, each with a table in the shape of its dataset; what stands in the cells is made up."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from db import store
from db.check import check
from db.drafts import Draft
from db.importing import How, import_file
from db.reading.tables import read_table
from db.reading.tables.mapping import PRESETS, presets
from tests.db.reading.tables.helpers import book, plain, saved

ACLED_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)
ACLED_NEW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,"
    "longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
ACLED_EARLY = (
    "EVENT_ID_CNTY,EVENT_ID_NO_CNTY,EVENT_DATE,YEAR,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,INTER1,ACTOR2,"
    "ALLY_ACTOR_2,INTER2,INTERACTION,COUNTRY,ADMIN1,LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,"
    "dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,"
    "source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,"
    "where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"
)
ICEWS = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,"
    "Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude"
)
PA_X = (
    "Con,Contp,PP,PPName,Reg,AgtId,Ver,Agt,Dat,Status,Lgt,N_characters,Agtp,Stage,StageSub,Part,ThrdPart,OthAgr,Loc1ISO,"
    "Loc2ISO,Loc1GWNO,Loc2GWNO,UcdpCon,UcdpAgr,PamAgr,CowWar,GCh,GDis,StDef,Cea"
)


def written(header: str, *rows: dict[str, str], tabs: bool = False, empty: str = "") -> str:
    """Return a table of a dataset: what a row doesn't say is empty."""
    text = io.StringIO()
    made = csv.DictWriter(text, header.split(","), empty, delimiter="\t" if tabs else ",")
    made.writeheader()
    made.writerows(rows)
    return text.getvalue()


def records(folder: Path, text: str, name: str) -> list[Draft]:
    """Return the records that a table gives beside those of the mapping; it is taken for what it is by itself."""
    reads = read_table(saved(folder, text))
    assert reads.format.startswith(name)
    found = [*reads.units()]
    assert [problem for unit in found for problem in unit.problems] == []
    return [draft for unit in found[1:] for draft in unit.drafts]


CLASH = {
    "event_id_cnty": "XYZ12", "event_date": "2024-03-06", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Xland", "assoc_actor_1": "Militia A; Militia B",
    "actor2": "Y Front", "country": "Xland", "location": "Xtown", "source": "The Post; Gazette",
    "notes": "They fought.", "fatalities": "3", "iso": "999",
}  # fmt: skip


def test_acled(tmp_path: Path) -> None:
    event, *parts = records(tmp_path, written(ACLED_NEW, CLASH), "ACLED events (CSV)")
    assert (event.slug, plain(event.values)) == (
        "acled-xyz12",
        {
            "title": "Battles: Military Forces of Xland – Y Front (Xtown)", "summary": "They fought.", "status": "held",
            "place": "<Xtown>", "starts": "2024-03-06", "type": "ASSAULT",
        },
    )  # fmt: skip
    assert plain(event.claims) == [
        {"source": "acled", "locator": "XYZ12"},
        {"source": "<The Post>"},
        {"source": "<Gazette>"},
        {"property": "killed", "source": "acled", "locator": "XYZ12", "value": "3"},
    ]
    assert [(part.values["role"], plain(part.values["party"])) for part in parts] == [
        ("actor", "<Military Forces of Xland type=group>"),
        ("actor", "<Militia A type=group>"),
        ("actor", "<Militia B type=group>"),
        ("target", "<Y Front type=group>"),
    ]
    assert [part.claims for part in parts] == [[]] * 4  # the event's stand for them
    assert event.extra == {"iso": "999"}


def test_acled_of_other_versions(tmp_path: Path) -> None:
    old = {**CLASH, "event_date": "06 March 2024", "time_precision": "2", "event_type": "Strategic developments"}
    (event, *_) = records(tmp_path, written(ACLED_OLD, {**old, "sub_event_type": "Agreement"}, empty="NA"), "ACLED")
    assert (event.values["starts"], event.values["type"]) == ("[2024-03-04..2024-03-10]", "AGREE")
    assert event.extra == {"iso": "999"}
    early = {name.upper(): cell for name, cell in CLASH.items() if name.upper() in ACLED_EARLY.split(",")}
    early |= {"EVENT_DATE": "06/03/2004", "TIME_PRECISION": "3", "EVENT_TYPE": "Riots/Protests", "ALLY_ACTOR_1": "Z"}
    other = {**early, "EVENT_ID_CNTY": "1RTA", "EVENT_DATE": "26/03/2004"}  # which shows that the day is first
    event, _, ally, *_ = records(tmp_path, written(ACLED_EARLY, early, other), "ACLED")
    assert (event.values["starts"], event.values["type"]) == ("2004-03", "PROTEST")
    assert plain(ally.values["party"]) == "<Z type=group>"


ATTACK = {
    "id": "77", "type_of_violence": "1", "dyad_name": "Government of Xland - Y Front", "side_a": "Government of Xland",
    "side_b": "Y Front", "source_article": "The Post,2024-03-09,Fighting near Xtown", "source_original": "police",
    "source_office": "The Post;Gazette", "source_date": "2024-03-09;2024-03-10",
    "source_headline": "Fighting near Xtown;Many dead",
    "where_prec": "3", "where_coordinates": "Xtown", "country": "Xland", "date_prec": "2",
    "date_start": "2024-03-06 00:00:00.000", "date_end": "2024-03-08 00:00:00.000",
    "best": "5", "high": "9", "low": "5",
}  # fmt: skip


def test_ucdp_ged(tmp_path: Path) -> None:
    event, *parts = records(tmp_path, written(UCDP, ATTACK), "UCDP GED events (CSV)")
    assert (event.slug, plain(event.values)) == (
        "ucdp-77",
        {
            "title": "Government of Xland – Y Front: Xtown", "summary": "State-based conflict.", "type": "ASSAULT",
            "status": "held", "starts": "[2024-03-06..2024-03-08]", "place": "<Xtown>",
        },
    )  # fmt: skip
    one = {"source": "ucdp", "locator": "77"}
    assert plain(event.claims) == [
        {**one, "hedge": "according to police", "note": "Of the place only the district is known."},
        {"source": "<The Post>", "locator": "Fighting near Xtown, 2024-03-09"},
        {"source": "<Gazette>", "locator": "Many dead, 2024-03-10"},
        {**one, "property": "killed", "value": "5", "note": "UCDP's best estimate."},
        {**one, "property": "killed", "value": "9", "note": "UCDP's high estimate."},
    ]
    assert [(part.values["role"], plain(part.values["party"])) for part in parts] == [
        ("actor", "<Government of Xland type=state>"),
        ("target", "<Y Front type=group>"),
    ]


def test_ucdp_ged_of_other_versions(tmp_path: Path) -> None:
    header = UCDP.replace("best,high,low", "best_est,high_est,low_est")
    for name in ("source_office", "source_date", "source_headline"):
        header = header.replace(f",{name}", "")
    old = {name: cell for name, cell in ATTACK.items() if name in header.split(",")}
    old |= {
        "best_est": "3",
        "high_est": "3",
        "low_est": "2",
        "source_article": "R 06/03/2024 Dead; AFP 07/03/2024 More",
    }
    old |= {"date_start": "2024-03-06", "date_end": "2024-03-06", "side_b": "Civilians", "type_of_violence": "3"}
    event, *_ = records(tmp_path, written(header, old), "UCDP GED events")
    assert (event.values["starts"], event.values["summary"]) == ("2024-03-06", "One-sided violence.")
    said = [(plain(claim.get("source")), claim.get("value")) for claim in event.claims if isinstance(claim, dict)]
    assert said == [
        *[("ucdp", None), ("<R 06/03/2024 Dead>", None), ("<AFP 07/03/2024 More>", None), ("ucdp", "3"), ("ucdp", "2")]
    ]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *[("010", "STATEMENT"), ("10", "STATEMENT"), ("020", "REQUEST"), ("20", "REQUEST"), ("0256", "REQUEST")],
        *[
            ("256", "REQUEST"),
            ("036", "AGREE"),
            ("36", "AGREE"),
            ("042", "CONSULT"),
            ("42", "CONSULT"),
            ("051", "SUPPORT"),
        ],
        *[
            ("057", "AGREE"),
            ("57", "AGREE"),
            ("061", "COOPERATE"),
            ("073", "AID"),
            ("0841", "CONCEDE"),
            ("841", "CONCEDE"),
        ],
        *[("0871", "TRUCE"), ("871", "TRUCE"), ("0874", "RETREAT"), ("090", "ACCUSE"), ("100", "REQUEST")],
        *[("112", "ACCUSE"), ("1122", "ACCUSE"), ("120", "REJECT"), ("138", "THREATEN"), ("13y", "THREATEN")],
        *[("141", "PROTEST"), ("154", "MOBILIZE"), ("163", "SANCTION"), ("173", "COERCE"), ("180", "ASSAULT")],
        *[("190", "ASSAULT"), ("200", "ASSAULT"), ("2042", "ASSAULT")],
    ],
)
def test_icews(tmp_path: Path, code: str, kind: str) -> None:
    row = {
        "Event ID": "5", "Event Date": "2018-06-01", "Source Name": 'Ministry "X" (Xland)', "Event Text": "Consult",
        "CAMEO Code": code, "Target Name": '"Y" (Yland)', "Story ID": "8", "Sentence Number": "2",
        "Publisher": "The Post", "City": "NULL", "Country": "Xland", "Intensity": "1",
    }  # fmt: skip
    text = "\n".join("\t".join(row.get(name, "") if line else name for name in ICEWS.split(",")) for line in (0, 1))
    event, *parts = records(tmp_path, text + "\n", "ICEWS events (TSV)")
    assert (event.slug, plain(event.values)) == (
        "icews-5",
        {
            "title": 'Ministry "X" (Xland): Consult – "Y" (Yland)', "status": "held", "starts": "2018-06-01",
            "place": "<Xland>", "type": kind,
        },
    )  # fmt: skip
    assert plain(event.claims) == [
        {"source": "icews", "locator": "5"},
        {"source": "<The Post>", "locator": "story 8, sentence 2"},
    ]
    assert [plain(part.values["party"]) for part in parts] == [
        '<Ministry "X" (Xland) type=group>',
        '<"Y" (Yland) type=group>',
    ]


def test_icews_as_another_program_wrote_it(tmp_path: Path) -> None:
    row = {"Event ID": "5", "Event Date": "2018-06-01", "Source Name": "Ministry, Xland", "CAMEO Code": "40"}
    event, part = records(tmp_path, written(ICEWS, row), "ICEWS events (CSV)")
    assert (event.values["title"], plain(part.values["party"])) == ("Ministry, Xland", "<Ministry, Xland type=group>")


ACCORD = {
    "Con": "Xland/(North Xland)", "Contp": "Government", "PP": "3", "PPName": "X process", "AgtId": "12", "Ver": "2",
    "Agt": "The X Accord", "Dat": "2024-03-06", "Status": "Multiparty signed/agreed", "Stage": "SubComp",
    "Part": "For Xland: Ann.\nFor the North: Bob.", "ThrdPart": "Zland", "GCh": "0",
}  # fmt: skip


def test_pa_x(tmp_path: Path) -> None:
    event, *parts = records(tmp_path, "\ufeff" + written(PA_X, ACCORD), "PA-X agreements (CSV)")
    assert (event.slug, plain(event.values)) == (
        "pa-x-12",
        {
            "title": "The X Accord", "summary": "X process (Multiparty signed/agreed).", "type": "AGREE",
            "status": "held", "starts": "2024-03-06",
        },
    )  # fmt: skip
    note = "Parties: For Xland: Ann.\nFor the North: Bob. Third parties: Zland"
    assert plain(event.claims) == [{"source": "pa-x", "locator": "agreement 12, version 2", "note": note}]
    assert [plain(part.values["party"]) for part in parts] == ["<Xland type=state>", "<North Xland type=group>"]
    assert event.extra == {"Contp": "Government", "PP": "3"}


def test_pa_x_of_other_versions_and_as_a_workbook(tmp_path: Path) -> None:
    header = PA_X.replace("Con,", "").replace("Ver,", "")
    truce = {
        **{name: cell for name, cell in ACCORD.items() if name in header.split(",")},
        "Stage": "Cea",
        "Dat": "20240306",
    }
    (event,) = records(tmp_path, written(header, truce), "PA-X agreements (CSV)")
    assert (event.values["type"], event.values["starts"]) == ("TRUCE", "2024-03-06")
    path = book(tmp_path / "t.xlsx", [[*truce], [*truce.values()]])
    _, unit = read_table(path).units()
    assert unit.drafts[0].values == event.values


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [(ACLED_NEW, CLASH, "acled"), (UCDP, ATTACK, "ucdp-ged"), (PA_X, ACCORD, "pa-x")],
)
def test_a_dataset_is_imported_and_again_adds_nothing(
    tmp_path: Path, header: str, row: dict[str, str], name: str
) -> None:
    path = tmp_path / "s.db"
    store.create(path)
    import_file(path, saved(tmp_path, 'format = 1\n[processes.talks]\nname = "Talks"\n', "talks.toml"))
    file = saved(tmp_path, written(header, row))
    first = import_file(path, file, How(process="talks")).summary
    again = import_file(path, file, How(taken_for=name, process="talks")).summary
    assert (first.changed, again.added, again.changed) == (0, 0, 0)
    assert first.added > 5
    assert check(path).findings == ()


@pytest.mark.parametrize("name", sorted(file.stem for file in PRESETS.glob("*.toml")))
def test_a_preset_tells_each_column_that_it_looks_at(name: str) -> None:
    mapping = presets()[name]
    mapping.rules([*mapping.columns, *mapping.optional])
    mapping.rules(mapping.columns)
    looked = set(re.findall(r"\{([^{}\"]+?)\}", (PRESETS / f"{name}.toml").read_text(encoding="utf-8"))) - {"name"}
    columns = {column for column in looked if " = " not in column}
    assert columns <= {*mapping.columns, *mapping.optional}
