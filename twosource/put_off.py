"""Libraries that are installed and not wanted yet: what another library imports only because it can be found.

Belongs here: keeping them out for a while, and letting them in. Does not: who wants them when.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

KEPT_OUT: set[str] = set()
"""The modules that cannot be imported now."""


class _Refusing(Loader):
    """Loads nothing: a module that is kept out is found, and fails to be imported as one that is not there does. (None
    among the loaded modules, Python's own way to say so, is taken for the module by what Cython has compiled.)"""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        raise ModuleNotFoundError(f"No module named {spec.name!r}", name=spec.name)


class _KeptOut(MetaPathFinder):
    """Asked before all others."""

    def find_spec(self, fullname: str, *_where: object) -> ModuleSpec | None:
        """A specification that loads nothing, for what is kept out."""
        return ModuleSpec(fullname, _Refusing()) if fullname in KEPT_OUT else None


def keep_out(name: str) -> None:
    """From now on `name` is as if it were not installed, until it is let in; nothing where it is loaded already.

    For a process that is ours alone, such as the command: DuckDB takes half a second to load pandas when it is handed
    its first value, only to see that the value is none of pandas' own.
    """
    KEPT_OUT.add(name)
    if not any(isinstance(finder, _KeptOut) for finder in sys.meta_path):
        sys.meta_path.insert(0, _KeptOut())


def let_in(name: str) -> None:
    """What was kept out can be imported."""
    KEPT_OUT.discard(name)


class _Later(ModuleType):
    """A module that is imported when the first of its names is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


@contextmanager
def put_off(*names: str) -> Iterator[None]:
    """Within it, importing one of these modules that nobody has loaded gives one that is loaded at its first use."""
    later = {name: _Later(name) for name in names if name not in sys.modules}
    for name, module in later.items():
        module.__spec__ = find_spec(name)
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
