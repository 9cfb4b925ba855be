"""The file of Discourse Network Analyzer, versions 2 and 3: an SQLite database, opened so that it can do no harm.

The tables are those that its program makes (github.com/leifeld/dna, `SqlConnection.java` of 2.0, `Sql.java` of 3.0).
Version 3 keeps the words of short variables once, in ENTITIES; version 2 keeps them with each statement, and counts
milliseconds where version 3 counts seconds.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

from db.defence import PATIENCE, STEPS, arm
from db.errors import TalksFileError
from db.text import brief
from db.values import dataclass

_LARGEST: Final = 1024 * 1024 * 1024
"""Bytes of the largest file that is read; its texts are read one at a time."""
_TABLES: Final = frozenset(("SETTINGS", "DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES", "DATASHORTTEXT"))
_DATA: Final = ("DATASHORTTEXT", "DATALONGTEXT", "DATAINTEGER", "DATABOOLEAN")
_ENTITY_WORDS: Final = """
    SELECT StatementId, DATASHORTTEXT.VariableId, ENTITIES.Value
    FROM DATASHORTTEXT JOIN ENTITIES ON ENTITIES.ID = DATASHORTTEXT.Entity
"""
_ATTRIBUTES: Final = {
    2: "SELECT VariableId, Value, Type, Alias, Notes FROM ATTRIBUTES WHERE Value <> ''",
    3: """
        SELECT VariableId, Value, max(iif(Name = 'Type', Said, NULL)), max(iif(Name = 'Alias', Said, NULL)),
            max(iif(Name = 'Notes', Said, NULL))
        FROM (
            SELECT ENTITIES.VariableId AS VariableId, ENTITIES.Value AS Value,
                ATTRIBUTEVARIABLES.AttributeVariable AS Name, ATTRIBUTEVALUES.AttributeValue AS Said
            FROM ENTITIES JOIN ATTRIBUTEVALUES ON ATTRIBUTEVALUES.EntityId = ENTITIES.ID
                JOIN ATTRIBUTEVARIABLES ON ATTRIBUTEVARIABLES.ID = ATTRIBUTEVALUES.AttributeVariableId
        ) WHERE Value <> '' GROUP BY VariableId, Value
    """,
}

Said = str | int | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A document that was coded.

    Attributes:
        id: Its number.
        title, author, source, section, notes, type: As its coder filled them in.
        second: Its date, from 1970 UTC; None without one.
    """

    id: int
    title: str
    author: str
    source: str
    section: str
    notes: str
    type: str
    second: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage of a document that was coded.

    Attributes:
        id, document: Its number, and that of its document.
        type: The number of its type.
        begins, ends: Where it stands in the text, in UTF-16 code units as Java counts.
        said: Its variables by name.
    """

    id: int
    document: int
    type: int
    begins: int
    ends: int
    said: dict[str, Said]


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is known of a word: the variable that it is a value of, its type, its other name, notes on it."""

    variable: str
    value: str
    type: str
    alias: str
    notes: str


class DnaFile:
    """A file of Discourse Network Analyzer; whatever is asked of it takes no longer than `defence.PATIENCE`."""

    def __init__(self, path: Path) -> None:
        """Find out its version.

        Raises:
            TalksFileError: It can't be read, isn't of that program, or is of another version.
        """
        self._path = path
        beside = [f"{path}{end}" for end in ("-journal", "-wal") if os.path.exists(f"{path}{end}")]  # noqa: PTH110
        if any(os.path.getsize(one) for one in beside):  # noqa: PTH202
            raise self._fault("is in use, or wasn't closed well: open and close it where it was made")
        if path.stat().st_size > _LARGEST:
            raise self._fault(f"is larger than {_LARGEST // 1024**2} MB: split it, and import its parts")
        with self._asked() as conn:
            (told,) = conn.execute("PRAGMA quick_check(1)").fetchone()
            if told != "ok":
                raise sqlite3.DatabaseError(" ".join(str(told).split()))
            self.version = self._version(conn)
            self.types: dict[int, str] = dict(conn.execute("SELECT ID, Label FROM STATEMENTTYPES ORDER BY ID"))
            rows = conn.execute("SELECT ID, Variable, StatementTypeId, DataType FROM VARIABLES ORDER BY ID").fetchall()
        self.variables: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self._names: dict[int, str] = {}
        for number, name, kind, data in rows:
            self.variables[kind].append((str(name), str(data)))
            self._names[number] = str(name)

    def documents(self) -> list[Coded]:
        """Return the documents, by number.

        Raises:
            TalksFileError: The file is damaged.
        """
        columns = "ID, Title, Author, Source, Section, Notes, Type, Date"
        with self._asked() as conn:
            rows = conn.execute(f"SELECT {columns} FROM DOCUMENTS ORDER BY ID").fetchall()  # noqa: S608
        unit = 1000 if self.version == 2 else 1
        return [
            Coded(
                _number(number), _text(title), _text(author), _text(source), _text(section), _text(notes), _text(kind),
                date // unit if isinstance(date, int) else None,
            )
            for number, title, author, source, section, notes, kind, date in rows
        ]  # fmt: skip

    def text(self, document: int) -> str:
        """Return the text of a document; "" if it has none.

        Raises:
            TalksFileError: The file is damaged.
        """
        with self._asked() as conn:
            row = conn.execute("SELECT Text FROM DOCUMENTS WHERE ID = ?", (document,)).fetchone()
        return _text(row[0]) if row else ""

    def statements(self) -> list[Statement]:
        """Return the statements with their variables, by document and place.

        Raises:
            TalksFileError: The file is damaged.
        """
        said: defaultdict[int, dict[str, Said]] = defaultdict(dict)
        with self._asked() as conn:
            there = _there(conn)
            for table in _DATA:
                if table not in there:
                    continue
                plain = f"SELECT StatementId, VariableId, Value FROM {table}"  # noqa: S608
                for statement, variable, value in conn.execute(
                    _ENTITY_WORDS if table == "DATASHORTTEXT" and self.version == 3 else plain
                ):
                    if variable in self._names:
                        said[statement][self._names[variable]] = value if isinstance(value, int) else _text(value)
            rows = conn.execute(
                "SELECT ID, DocumentId, StatementTypeId, Start, Stop FROM STATEMENTS ORDER BY DocumentId, Start, ID"
            ).fetchall()
        found = (map(_number, row) for row in rows)
        return [Statement(one, of, kind, begins, ends, said[one]) for one, of, kind, begins, ends in found]

    def attributes(self) -> list[Attributes]:
        """Return what is known of the words of variables.

        Raises:
            TalksFileError: The file is damaged.
        """
        needed = {2: {"ATTRIBUTES"}, 3: {"ATTRIBUTEVALUES", "ATTRIBUTEVARIABLES"}}[self.version]
        with self._asked() as conn:
            rows = conn.execute(_ATTRIBUTES[self.version]).fetchall() if needed <= _there(conn) else []
        return [Attributes(self._names[row[0]], *map(_text, row[1:])) for row in rows if row[0] in self._names]

    def copy(self, into: Path, statements: Collection[int], documents: Collection[int]) -> None:
        """Write a new file of the same version with some statements, their documents, and some documents beside.

        Raises:
            OSError: It can't be written.
            TalksFileError: The file is damaged.
        """
        into.open("x").close()
        try:
            self._copy(into, statements, documents)
        except TalksFileError:
            into.unlink()
            raise

    def _copy(self, into: Path, statements: Collection[int], documents: Collection[int]) -> None:
        with self._asked() as conn, closing(sqlite3.connect(into, isolation_level=None)) as made:
            conn.backup(made)
            made.execute("PRAGMA trusted_schema = OFF")
            for (trigger,) in made.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                made.execute('DROP TRIGGER "{}"'.format(str(trigger).replace('"', '""')))
            made.execute("BEGIN")
            made.execute("CREATE TEMP TABLE kept (kind TEXT, id INTEGER, PRIMARY KEY (kind, id))")
            made.executemany("INSERT INTO kept VALUES ('s', ?)", [(one,) for one in statements])
            made.executemany("INSERT INTO kept VALUES ('d', ?)", [(one,) for one in documents])
            made.execute("DELETE FROM STATEMENTS WHERE ID NOT IN (SELECT id FROM kept WHERE kind = 's')")
            for table in _there(made) & {*_DATA}:
                made.execute(f"DELETE FROM {table} WHERE StatementId NOT IN (SELECT ID FROM STATEMENTS)")  # noqa: S608
            made.execute(
                "DELETE FROM DOCUMENTS WHERE ID NOT IN (SELECT DocumentId FROM STATEMENTS)"
                " AND ID NOT IN (SELECT id FROM kept WHERE kind = 'd')"
            )
            made.execute("COMMIT")
            made.execute("VACUUM")

    def _version(self, conn: sqlite3.Connection) -> int:
        there = _there(conn)
        if {"RECORDS", "CLAIMS", "CHANGES"} <= there:
            raise self._fault("is a store of talks-tui: import what “talks-tui export” makes of it")
        if not there >= _TABLES:
            raise self._fault("is an SQLite database, but not of Discourse Network Analyzer: export its tables as CSV")
        row = conn.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
        version = _text(row[0]) if row else ""
        columns = {name.lower() for (name,) in conn.execute("SELECT name FROM pragma_table_info('DATASHORTTEXT')")}
        if version[:1] in ("2", "3", "") and ("value" in columns or ("entity" in columns and "ENTITIES" in there)):
            return 2 if "value" in columns else 3
        which = brief(version) or "of a version that it doesn't name"
        raise self._fault(f"is of Discourse Network Analyzer {which}: versions 2 and 3 can be read")

    def _fault(self, what: str) -> TalksFileError:
        return TalksFileError([f"{self._path} {what}."])

    @contextmanager
    def _asked(self) -> Iterator[sqlite3.Connection]:
        """Open the file for a few questions: read as it stands, nothing of it runs, and none takes for ever."""
        try:
            uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as conn:
                arm(conn, reads=True)
                conn.text_factory = lambda data: data.decode("utf-8", "replace")
                end = monotonic() + PATIENCE
                conn.set_progress_handler(lambda: monotonic() > end, STEPS)
                yield conn
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:  # SQLite may repeat what is no UTF-8
            why = str(error) if isinstance(error, sqlite3.Error) else "a value can't be read"
            raise self._fault(f"can't be read: as an SQLite database it is damaged ({brief(why)})") from error


def _there(conn: sqlite3.Connection) -> set[str]:
    """Return the names of the tables: no views, and none that another module computes."""
    found = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
    return {str(name).upper() for (name,) in found}


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, bytes) else str(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1
