"""What rows are held to: the rules that follow from a table's declaration, as SQL.

Belongs here: rules of columns, keys, references, units and numbers of rows, and the SQL that a rule needs around it.
Does not: running any (`warehouse/audit`, `validation`), the tables' own rules (`schemas/tables`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from twosource.declarations import Column, Expectation, ForeignKey, Stage, Table, quote, stages, table, tables


@cache
def row_rules(full_name: str) -> tuple[Expectation, ...]:
    """Every rule that is decided row by row: those of the columns first, then the table's own."""
    derived = [rule for column in table(full_name).columns for rule in _column_rules(column)]
    return (*derived, *(e for e in table(full_name).expectations if e.per_row))


@cache
def table_rules(full_name: str) -> tuple[Expectation, ...]:
    """Every rule that needs more than one row: keys, references, the table's own."""
    declared = table(full_name)
    key = ", ".join(f'"{k}"' for k in declared.key)
    unique = Expectation(
        name="key_is_unique",
        type="violations",
        severity="critical",
        sentence=f"No two rows of {full_name} have the same key.",
        reason="two rows with one id cannot be told apart",
        sql=f"SELECT {key}, count(*) AS n FROM {full_name} GROUP BY ALL HAVING count(*) > 1",
    )
    references = [_reference_rule(declared, foreign) for foreign in declared.foreign_keys]
    kept = [_as_many_rows(declared)] if full_name in counted() else []
    own = (e for e in declared.expectations if not e.per_row)
    return (unique, *kept, *references, *_unit_rules(declared), *_kept_text(declared), *_following(declared), *own)


AS_MANY = "as_many_rows_as_written"
COUNTED_LEDGERS = ("quality.coverage",)
"""Ledgers whose rows are counted: a pass over a source that is gone would turn an outage into a quiet day."""


@cache
def counted() -> tuple[str, ...]:
    """The tables of which it is noted how many rows they should have: all that hold news, and some ledgers."""
    return (*(name for name, table in tables().items() if not table.ledger), *COUNTED_LEDGERS)


def _as_many_rows(table: Table) -> Expectation:
    return Expectation(
        name=AS_MANY,
        type="violations",
        severity="critical",
        sentence=f"{table.full_name} has as many rows as runs have written.",
        reason="rows that went or came by another way than a run were not checked by anybody",
        sql=(
            f"SELECT r.n_rows AS written, c.n AS found FROM quality.row_counts r, (SELECT count(*) AS n FROM "
            f"{table.full_name}) c WHERE r.table_name = '{table.full_name}' AND r.n_rows <> c.n"
        ),
    )


def digest_by_unit(table: Table, source: str, sign: int = 1) -> str:
    """A SELECT of `unit`, `digest` and `n` (rows, times `sign`) of the rows of `source`, a FROM item named `o`.

    The digest does not depend on the order of rows, and of two sets of rows together it is the exclusive or of theirs.
    Run times are left out, so that the same input gives the same digest.
    """
    unit = f'o."{table.unit[0]}"'
    digest = row_digest(table)
    return f"SELECT {unit} AS unit, bit_xor({digest}) AS digest, {sign} * count(*) AS n FROM {source} GROUP BY {unit}"


def row_digest(table: Table, name: str = "o") -> str:
    """The digest of one row, as SQL; `name` is what the row's FROM item is called."""
    columns = ", ".join(f'{name}."{c.name}"' for c in table.columns if not c.run_time)
    return f"md5_number_lower('{table.full_name}' || CAST(row({columns}) AS VARCHAR))"


def altered(stage: Stage) -> str:
    """SQL that selects the units whose rows are not those that the stage wrote: `unit`, rows then and now."""
    parts = " UNION ALL ".join(digest_by_unit(tables()[name], f"{name} o") for name in stage.writes)
    return (
        f"SELECT m.unit, m.n_rows AS n_written, coalesce(f.n, 0) AS n_found FROM quality.marks m "
        f"LEFT JOIN (SELECT unit, sum(n) AS n, bit_xor(digest) AS digest FROM ({parts}) GROUP BY unit) f USING (unit) "
        f"WHERE m.stage = '{stage.name}' AND m.digest IS NOT NULL "
        "AND (m.n_rows <> coalesce(f.n, 0) OR m.digest <> coalesce(f.digest, 0))"
    )


def _rows_as_written() -> list[Expectation]:
    """Of the marks: the rows of every unit are those that its stage wrote."""
    return [
        Expectation(
            name=f"rows_of_{stage.name}_as_written",
            type="violations",
            severity="critical",
            whole=True,
            sentence=f"The rows of every unit are those that the stage {stage.name} wrote.",
            reason="a row that was changed by another way than a run is no longer what the article says",
            sql=altered(stage),
        )
        for stage in stages().values()
    ]


def _unit_rules(table: Table) -> list[Expectation]:
    """Of a stage's table: every row belongs to a unit that the stage has done."""
    stage = next((s for s in stages().values() if table.full_name in s.writes), None)
    if stage is None:
        return _rows_as_written() if table.full_name == "quality.marks" else []
    sql = f'SELECT DISTINCT "{table.unit[0]}" FROM {table.full_name} WHERE {no_done_unit(stage, table)}'
    rule = Expectation(
        name="unit_is_done",
        type="violations",
        severity="critical",
        whole=True,
        sentence=f"Every row of {table.full_name} belongs to a unit that the stage {stage.name} has done.",
        reason="a row of a unit that the stage has not done was left over or put there",
        sql=sql,
    )
    return [rule]


def _kept_text(table: Table) -> list[Expectation]:
    """Of a table of facts: the words of every row stand in text that cleaning kept."""
    if table.schema != "facts" or not any(c.name == "char_start" for c in table.columns):
        return []
    key = ", ".join(f'"{k}"' for k in table.key)
    one_capture = "SELECT min(capture_id) FROM clean.articles GROUP BY article_id"
    rule = Expectation(
        name="no_fact_in_removed_text",
        type="violations",
        severity="critical",
        whole=True,
        sentence="The words of every fact begin and end in text that cleaning kept.",
        reason="a caption, an advertisement or another article's teaser is not what the article tells",
        sql=(
            f"SELECT DISTINCT f.* EXCLUDE (place) FROM (SELECT {key}, article_id, "
            f"unnest([char_start, char_end - 1]) AS place FROM {table.full_name}) f "
            "ASOF LEFT JOIN (SELECT article_id, char_start, char_end FROM clean.regions "
            f"WHERE kept AND char_start IS NOT NULL AND capture_id IN ({one_capture})) r "
            "ON r.article_id = f.article_id AND f.place >= r.char_start WHERE coalesce(f.place >= r.char_end, true)"
        ),
    )
    return [rule]


def _following(table: Table) -> list[Expectation]:
    """Of a table that keeps what follows from others: it holds just that."""
    if table.follows is None:
        return []
    names = ", ".join(f'"{c.name}"' for c in table.columns)
    kept, following = f"SELECT {names} FROM {table.full_name}", f"SELECT {names} FROM ({table.rows_that_follow()})"
    rule = Expectation(
        name="rows_follow",
        type="violations",
        severity="critical",
        whole=True,
        sentence=f"{table.full_name} holds what follows from the tables that it is kept from.",
        reason="it is read in the place of working it out, so that a wrong row gives wrong answers",
        sql=(
            f"SELECT 'kept' AS row_is, * FROM ({kept} EXCEPT {following}) "
            f"UNION ALL SELECT 'missing', * FROM ({following} EXCEPT {kept})"
        ),
    )
    return [rule]


def no_done_unit(stage: Stage, table: Table) -> str:
    """A WHERE clause for the table's rows whose unit the stage has not done."""
    done = f"SELECT unit FROM quality.marks WHERE stage = '{stage.name}' AND outcome = 'done'"
    return f'"{table.unit[0]}" NOT IN ({done})'


def _reference_rule(table: Table, key: ForeignKey) -> Expectation:
    return Expectation(
        name=f"{key.column}_exists",
        type="violations",
        severity="critical",
        column=key.column,
        sentence=f"Every {key.column} of {table.full_name} stands in {key.table}.{key.target}.",
        reason=f"a row must lead back to {key.table}",
        sql=(
            f"SELECT v FROM (SELECT DISTINCT {values_of(table, key)} AS v FROM {table.full_name}) "
            f'ANTI JOIN (SELECT DISTINCT "{key.target}" AS v FROM {key.table}) USING (v) WHERE v IS NOT NULL'
        ),
    )


def values_of(table: Table, key: ForeignKey) -> str:
    """The values of a foreign key's column as SQL: of a list, each element."""
    listed = table.column(key.column).type.endswith("[]")
    return f'unnest("{key.column}")' if listed else f'"{key.column}"'


def _column_rules(column: Column) -> list[Expectation]:
    name, said = f'"{column.name}"', f"`{column.name}`"

    def rule(suffix: str, sql: str, sentence: str, reason: str) -> Expectation:
        return Expectation(
            name=f"{column.name}_{suffix}",
            type=suffix,
            severity="critical",
            column=column.name,
            sql=sql,
            sentence=sentence,
            reason=reason,
        )

    rules = []
    if column.type in ("DOUBLE", "REAL"):
        test = f"{name} IS NULL OR isfinite({name})"
        rules.append(rule("finite", test, f"{said} is a finite number.", "not a number that one can reckon with"))
    if column.required:
        rules.append(rule("not_null", f"{name} IS NOT NULL", f"{said} is there.", "a row without it cannot be used"))
    if column.allowed is not None:
        values = ", ".join(quote(v) for v in column.allowed)
        test, why = f"{name} IS NULL OR {name} IN ({values})", f"the words of {column.vocabulary} are closed"
        rules.append(rule("allowed", test, f"{said} is one of the words of `{column.vocabulary}`.", why))
    if column.minimum is not None:
        test, least = f"{name} IS NULL OR {name} >= {column.minimum:g}", f"{column.minimum:g}"
        rules.append(rule("minimum", test, f"{said} is at least {least}.", "below its range"))
    if column.maximum is not None:
        test, most = f"{name} IS NULL OR {name} <= {column.maximum:g}", f"{column.maximum:g}"
        rules.append(rule("maximum", test, f"{said} is at most {most}.", "above its range"))
    if column.pattern is not None:
        test = f"{name} IS NULL OR regexp_full_match({name}, {quote(column.pattern)})"
        rules.append(rule("pattern", test, f"{said} is of the form {column.pattern}.", "not of its form"))
    return rules


def breaking(table: Table, rule: Expectation, source: str | None = None) -> str:
    """SQL that lists the rows which break the rule, over the whole table or the FROM item `source`.

    What a rule about several rows selects itself, else the key of each row, its article, its words, and the columns
    that the rule reads.
    """
    if rule.type == "violations":
        return rule.sql
    told = ("article_id", "text") if table.schema == "facts" else ("article_id",)
    named = (*table.key, *(name for name in told if any(c.name == name for c in table.columns)), rule.column)
    shown = ", ".join([*(f'"{name}"' for name in dict.fromkeys(named) if name), *rule.reads])
    return (
        f"SELECT {shown} FROM {with_reads([rule], source or table.full_name)} WHERE NOT coalesce(({rule.sql}), false)"
    )


def with_reads(rules: Iterable[Expectation], source: str, instead: Mapping[str, str] | None = None) -> str:
    """A FROM item over `source` (a table or view) with the columns that the rules read from other tables.

    Only the rows that `source` refers to are read, so that the cost follows the rows checked. `instead` names what
    stands for a table that is not stored yet.
    """
    reads = {name: read for rule in rules for name, read in rule.reads.items()}
    joins = "".join(
        f" LEFT JOIN (SELECT {read.by}, any_value({read.column}) AS {name}"
        f" FROM {(instead or {}).get(read.table, read.table)}"
        f" WHERE {read.by} IN (SELECT {read.by} FROM {source}) GROUP BY {read.by}) USING ({read.by})"
        for name, read in reads.items()
    )
    return f"{source}{joins}"
