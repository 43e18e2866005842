"""Rules of one's own: `expectations/*.yml` of the data folder, under Great Expectations' names or as SQL.

Belongs here: reading these files strictly, with a message that says what to write. Does not: what a name of Great
Expectations asks (`gx_names`), running a rule (`run`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from twosource import declarations, expectations, plain_yaml
from twosource.declarations import SEVERITIES, Expectation, Table
from twosource.validation import gx_names

FOLDER = "expectations"
TOP = ("table", "expectations")
KEYS = ("name", "type", "kwargs", "sql", "severity", "sentence", "reason", "scope")
SCOPES = ("table", "everything")
NAME = re.compile(r"[a-z][a-z0-9_]*")
OWN_REASON = "a rule of your own"

Own = Mapping[str, tuple[Expectation, ...]]
"""Rules of one's own by the table that they are of."""
NONE: Own = MappingProxyType({})


class OwnRulesError(ValueError):
    """A file of rules cannot be used; the message names the file, the rule, and what to write."""


def read(home: Path) -> Own:
    """The rules of the files in the data folder, in the order of the files' names; none when there is no folder.

    Raises OwnRulesError for anything that is not understood.
    """
    found: dict[str, list[Expectation]] = {}
    for path in files(home):
        table, rules = _read_file(path)
        known = {rule.name for rule in (*_declared(table), *found.get(table.full_name, []))}
        for rule in rules:
            if rule.name in known:
                raise OwnRulesError(
                    f"{path}: {table.full_name} has a rule {rule.name} already. Give yours another name."
                )
            known.add(rule.name)
        found.setdefault(table.full_name, []).extend(rules)
    return {name: tuple(rules) for name, rules in found.items()}


def files(home: Path) -> list[Path]:
    """The files of rules, in the order of their names."""
    return sorted(path for path in (home / FOLDER).glob("*") if path.suffix in (".yml", ".yaml"))


def try_out(con: duckdb.DuckDBPyConnection, own: Own) -> None:
    """Have the database prepare every rule without asking it; raises OwnRulesError for one that it does not take."""
    for name, rules in own.items():
        for rule in rules:
            query = expectations.breaking(declarations.table(name), rule)
            try:
                statements = con.extract_statements(query)
                if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
                    raise OwnRulesError(f"The rule {name}.{rule.name} must be one SELECT.")
                con.execute(f"EXPLAIN {query.rstrip().rstrip(';')}")
            except duckdb.Error as error:
                raise OwnRulesError(_cannot(name, rule, error)) from error


@contextmanager
def blamed(con: duckdb.DuckDBPyConnection, own: Own) -> Iterator[None]:
    """Within it, an error of the database that one of these rules brings about is told as that rule's: a value that it
    cannot read as a number, say, which only asking shows."""
    try:
        yield
    except duckdb.Error:
        for name, rules in own.items():
            for rule in rules:
                try:
                    con.execute(expectations.breaking(declarations.table(name), rule)).fetchall()
                except duckdb.Error as error:
                    raise OwnRulesError(_cannot(name, rule, error)) from error
        raise


def _cannot(table: str, rule: Expectation, error: duckdb.Error) -> str:
    return f"The rule {table}.{rule.name} in {FOLDER}/ cannot be asked: {str(error).splitlines()[0]}"


def _declared(table: Table) -> Iterable[Expectation]:
    return (*expectations.row_rules(table.full_name), *expectations.table_rules(table.full_name))


def _read_file(path: Path) -> tuple[Table, list[Expectation]]:
    try:
        content = plain_yaml.read(path)
    except plain_yaml.PlainYamlError as error:
        raise OwnRulesError(f"{path} {error}.") from error
    if not isinstance(content, dict) or set(content) != set(TOP) or not isinstance(content["expectations"], list):
        raise OwnRulesError(f"{path}: a file of rules has `table:` with one table, and `expectations:` with a list.")
    table = _table(content["table"], path)
    return table, [_rule(entry, table, f"{path}, rule {n}") for n, entry in enumerate(content["expectations"], 1)]


def _table(wanted: Any, path: Path) -> Table:
    """A table by its full name, or by its own name where only one has it."""
    tables = declarations.tables()
    fitting = [t for name, t in tables.items() if wanted in (name, t.name)]
    if len(fitting) != 1:
        near = _nearest(str(wanted), tables)
        raise OwnRulesError(f"{path}: there is no table {wanted!r}.{near} Tables are in docs/data-dictionary.md.")
    return fitting[0]


def _rule(entry: Any, table: Table, where: str) -> Expectation:
    if not isinstance(entry, dict):
        raise OwnRulesError(f"{where} is no mapping. Write name, severity, sentence, and type with kwargs, or sql.")
    if unknown := [key for key in entry if key not in KEYS]:
        near = _nearest(str(unknown[0]), KEYS)
        raise OwnRulesError(f"{where}: {unknown[0]} is not known.{near} Known are {', '.join(KEYS)}.")
    name = entry.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise OwnRulesError(f"{where}: `name` is in small letters, digits and underscores: headlines_are_short.")
    where = f"{where} ({name})"
    if entry.get("severity") not in SEVERITIES:
        raise OwnRulesError(f"{where}: `severity` is one of {', '.join(SEVERITIES)}.")
    for key in ("sentence", "reason"):
        if not isinstance(entry.get(key, "-"), str):
            raise OwnRulesError(f"{where}: `{key}` is a text.")
    if not entry.get("sentence"):
        raise OwnRulesError(f"{where}: `sentence` is missing: what is true while the rule holds, in plain words.")
    if ("sql" in entry) == ("type" in entry):
        raise OwnRulesError(f"{where} has either `sql`, a SELECT of the rows that break it, or `type` with `kwargs`.")
    common = {k: entry[k] for k in ("name", "severity", "sentence")} | {"reason": entry.get("reason", OWN_REASON)}
    return _of_sql(entry, common, where) if "sql" in entry else _of_type(entry, table, common, where)


def _of_sql(entry: Mapping[str, Any], common: Mapping[str, Any], where: str) -> Expectation:
    if "kwargs" in entry:
        raise OwnRulesError(f"{where}: `kwargs` go with `type`, not with `sql`.")
    if not isinstance(entry["sql"], str) or not entry["sql"].strip():
        raise OwnRulesError(f"{where}: `sql` is a SELECT of the rows that break the rule.")
    scope = entry.get("scope", "table")
    if scope not in SCOPES:
        raise OwnRulesError(f"{where}: `scope` is table (in every run that wrote something) or everything (nightly).")
    sql = entry["sql"].strip().rstrip(";")
    return Expectation(type="violations", sql=sql, whole=scope == "everything", **common)


def _of_type(entry: Mapping[str, Any], table: Table, common: Mapping[str, Any], where: str) -> Expectation:
    kind, arguments = entry["type"], entry.get("kwargs", {})
    if kind not in gx_names.READINGS:
        near = _nearest(str(kind), gx_names.READINGS)
        raise OwnRulesError(f"{where}: {kind} is not among the names that are known.{near} See docs/checks.md.")
    if not isinstance(arguments, dict):
        raise OwnRulesError(f"{where}: `kwargs` maps the arguments of {kind} to their values.")
    if "scope" in entry:
        raise OwnRulesError(f"{where}: `scope` goes with `sql`; a rule with a `type` has its own.")
    try:
        sql = gx_names.sql(kind, table, arguments)
    except gx_names.ArgumentError as error:
        raise OwnRulesError(f"{where}: {error}.") from error
    column = arguments.get("column")
    if not gx_names.READINGS[kind].per_row:
        return Expectation(type="violations", sql=sql, column=column, **common)
    mostly = arguments.get("mostly", 1)
    if isinstance(mostly, bool) or not isinstance(mostly, int | float) or not 0 < mostly <= 1:
        raise OwnRulesError(f"{where}: `mostly` is a share of the rows above 0 and up to 1, such as 0.95.")
    if mostly == 1:
        return Expectation(type="predicate", sql=sql, column=column, **common)
    return Expectation(type="share", sql=sql, column=column, minimum=float(mostly), **common)


def _nearest(wanted: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wanted, list(known), n=1)
    return f" Do you mean {near[0]}?" if near else ""
