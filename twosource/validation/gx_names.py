"""Great Expectations' own names as SQL: what `expect_column_values_to_be_between` asks of a table.

Belongs here: one reading per name, with the arguments that it takes. Does not: files (`own_rules`), running anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twosource.declarations import Table, quote

Arguments = Mapping[str, Any]
BOUNDS = ("min_value", "max_value")
STRICT = ("strict_min", "strict_max")


class ArgumentError(ValueError):
    """An argument cannot be used; the message goes on after the rule's name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name asks: `sql` makes a predicate over one row (`per_row`), else a SELECT of violations, of a table and
    its arguments. `columns` are arguments that name one column each, `listed` one that names several; `takes` are all
    others that may be there."""

    sql: Callable[[Table, Arguments], str]
    per_row: bool = True
    columns: tuple[str, ...] = ("column",)
    listed: str | None = None
    required: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every argument that the name takes."""
        more = ("mostly",) if self.per_row else ()
        return (*self.columns, *((self.listed,) if self.listed else ()), *self.required, *self.takes, *more)


def _column(arguments: Arguments) -> str:
    return f'"{arguments["column"]}"'


def _unless_null(test: str, arguments: Arguments) -> str:
    """Great Expectations asks of values that are there; one that is missing breaks `not_be_null` alone."""
    return f"{_column(arguments)} IS NULL OR ({test})"


def literal(value: Any) -> str:
    """A value of YAML as SQL. Raises ArgumentError for one that is neither text, number, truth value nor day."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str) or hasattr(value, "isoformat"):
        return quote(value if isinstance(value, str) else value.isoformat())
    raise ArgumentError(f"{value!r} is neither a text, a number, true or false, nor a day")


def _within(subject: str, arguments: Arguments) -> str:
    least, most = (arguments.get(name) for name in BOUNDS)
    if least is None and most is None:
        raise ArgumentError("takes min_value, max_value or both")
    tests = []
    if least is not None:
        tests.append(f"{subject} {'>' if arguments.get('strict_min') else '>='} {literal(least)}")
    if most is not None:
        tests.append(f"{subject} {'<' if arguments.get('strict_max') else '<='} {literal(most)}")
    return " AND ".join(tests)


def _values(arguments: Arguments) -> str:
    values = arguments["value_set"]
    if not isinstance(values, list) or not values:
        raise ArgumentError("value_set is a list of values, [en, es]")
    return ", ".join(literal(value) for value in values)


def _regex(arguments: Arguments) -> str:
    if not isinstance(arguments["regex"], str):
        raise ArgumentError("regex is a text in quotes")
    return f"regexp_matches({_column(arguments)}, {quote(arguments['regex'])})"


def _twice(table: Table, columns: list[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    there = " AND ".join(f'"{name}" IS NOT NULL' for name in columns)
    return f"SELECT {names}, count(*) AS n FROM {table.full_name} WHERE {there} GROUP BY {names} HAVING count(*) > 1"


def _total(function: str) -> Callable[[Table, Arguments], str]:
    """A number of the whole column within bounds; of no values nothing is asked."""

    def violations(table: Table, arguments: Arguments) -> str:
        number = f"SELECT {function.format(_column(arguments))} AS found FROM {table.full_name}"
        return f"SELECT found FROM ({number}) WHERE found IS NOT NULL AND NOT ({_within('found', arguments)})"

    return violations


def _pair(arguments: Arguments) -> str:
    sign = ">=" if arguments.get("or_equal") else ">"
    a, b = f'"{arguments["column_A"]}"', f'"{arguments["column_B"]}"'
    return f"{a} IS NULL OR {b} IS NULL OR {a} {sign} {b}"


PAIR = ("column_A", "column_B")
READINGS: Mapping[str, Reading] = {
    "expect_column_values_to_not_be_null": Reading(lambda _, a: f"{_column(a)} IS NOT NULL"),
    "expect_column_values_to_be_null": Reading(lambda _, a: f"{_column(a)} IS NULL"),
    "expect_column_values_to_be_between": Reading(
        lambda _, a: _unless_null(_within(_column(a), a), a), takes=(*BOUNDS, *STRICT)
    ),
    "expect_column_values_to_be_in_set": Reading(
        lambda _, a: _unless_null(f"{_column(a)} IN ({_values(a)})", a), required=("value_set",)
    ),
    "expect_column_values_to_not_be_in_set": Reading(
        lambda _, a: _unless_null(f"{_column(a)} NOT IN ({_values(a)})", a), required=("value_set",)
    ),
    "expect_column_values_to_match_regex": Reading(lambda _, a: _unless_null(_regex(a), a), required=("regex",)),
    "expect_column_values_to_not_match_regex": Reading(
        lambda _, a: _unless_null(f"NOT {_regex(a)}", a), required=("regex",)
    ),
    "expect_column_value_lengths_to_be_between": Reading(
        lambda _, a: _unless_null(_within(f"length({_column(a)})", a), a), takes=(*BOUNDS, *STRICT)
    ),
    "expect_column_value_lengths_to_equal": Reading(
        lambda _, a: _unless_null(f"length({_column(a)}) = {literal(a['value'])}", a), required=("value",)
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": Reading(
        lambda _, a: _pair(a), columns=PAIR, takes=("or_equal",)
    ),
    "expect_column_values_to_be_unique": Reading(lambda t, a: _twice(t, [a["column"]]), per_row=False),
    "expect_compound_columns_to_be_unique": Reading(
        lambda t, a: _twice(t, a["column_list"]), per_row=False, columns=(), listed="column_list"
    ),
    "expect_table_row_count_to_be_between": Reading(
        lambda t, a: (
            f"SELECT found FROM (SELECT count(*) AS found FROM {t.full_name}) WHERE NOT ({_within('found', a)})"
        ),
        per_row=False,
        columns=(),
        takes=(*BOUNDS, *STRICT),
    ),
    **{
        f"expect_column_{name}_to_be_between": Reading(_total(function), per_row=False, takes=(*BOUNDS, *STRICT))
        for name, function in {
            "min": "min({})",
            "max": "max({})",
            "sum": "sum({})",
            "mean": "avg({})",
            "median": "median({})",
            "stdev": "stddev_samp({})",
            "unique_value_count": "count(DISTINCT {})",
        }.items()
    },
}
"""What may stand as `type` in a rule of one's own."""


def sql(name: str, table: Table, arguments: Arguments) -> str:
    """The SQL of a rule; raises ArgumentError when an argument is unknown, missing or of another kind."""
    reading = READINGS[name]
    if unknown := [key for key in arguments if key not in reading.known]:
        raise ArgumentError(f"{unknown[0]} is no argument of {name}, which takes {', '.join(reading.known)}")
    needed = (*reading.columns, *((reading.listed,) if reading.listed else ()), *reading.required)
    if missing := [key for key in needed if key not in arguments]:
        raise ArgumentError(f"{missing[0]} is missing")
    named = [arguments[key] for key in reading.columns]
    if reading.listed:
        several = arguments[reading.listed]
        if not isinstance(several, list) or not several:
            raise ArgumentError(f"{reading.listed} is a list of columns")
        named += several
    there = [column.name for column in table.columns]
    if absent := [name for name in named if name not in there]:
        raise ArgumentError(f"{table.full_name} has no column {absent[0]}; its columns are {', '.join(there)}")
    return reading.sql(table, arguments)
