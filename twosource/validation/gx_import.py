"""Great Expectations imported as cheaply as it can be: it costs a small run more than all that is asked of it.

Belongs here: what is said to it first, what it is kept from. Does not: suites, asking it anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from importlib import import_module
from typing import Any

from twosource import put_off, settings

NOT_OURS = ("scipy.stats", "altair")
"""What it imports for expectations that no rule of ours is, at a third of the time of its own start."""


def library() -> Any:
    """The library, imported when it is first asked for; it reports to nobody."""
    settings.keep_great_expectations_quiet()
    put_off.let_in("pandas")
    with put_off.put_off(*NOT_OURS), _fields_copied_once():
        import great_expectations as gx
    return gx


@contextmanager
def _fields_copied_once() -> Iterator[None]:
    """Within it, a class of old pydantic takes over the fields of the class that it is made from without a copy of all
    that they lead to: over its 370 classes, that is a third of the import."""
    main: Any = import_module("pydantic.v1.main")
    deeply = getattr(main, "smart_deepcopy", None)
    if deeply is None:
        yield
        return
    main.smart_deepcopy = lambda fields: {name: _field(field) for name, field in fields.items()}
    try:
        yield
    finally:
        main.smart_deepcopy = deeply


def _field(field: Any) -> Any:
    """A field with its own of all that the class which takes it over may change."""
    made = copy(field)
    made.class_validators = dict(field.class_validators)
    made.field_info = copy(field.field_info)
    if field.sub_fields:
        made.sub_fields = [_field(one) for one in field.sub_fields]
    if field.key_field:
        made.key_field = _field(field.key_field)
    return made
