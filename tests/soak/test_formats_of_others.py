"""Libraries of others read what we write for them; they are installed here, for none of them is a dependency of ours.

Belongs here: FollowTheMoney's own model, which is compiled (a compiler and ICU's headers are needed), and classes that
somebody made from schema.org's own definitions. Where one cannot be installed, its test says so and is skipped.
"""

import subprocess
import venv
from pathlib import Path

import pytest

from tests.integration.command import twosource

pytestmark = pytest.mark.slow

FOLLOW_THE_MONEY = """
import json, sys
from followthemoney import model
known, wanted = set(), set()
for line in open(sys.argv[1], encoding="utf-8"):
    given = json.loads(line)
    model[given["schema"]].validate(given)
    entity = model.get_proxy(given, cleaned=False)  # cleans every value, and drops what is of no use
    kept = {name: sorted(values) for name, values in entity.to_dict()["properties"].items()}
    assert kept == {name: sorted(values) for name, values in given["properties"].items()}, (given, kept)
    known.add(entity.id)
    wanted |= {value for prop, value in entity.itervalues() if prop.type.name == "entity"}
assert wanted and wanted <= known, wanted - known
print(len(known))
"""
SCHEMA_ORG = """
import dataclasses, importlib, json, re, sys
def fields(kind):
    module = importlib.import_module("schema_models." + re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower())
    return {field.name for field in dataclasses.fields(getattr(module, kind))}
def look(node):
    for one in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        look(one)
    if isinstance(node, dict) and "@type" in node:
        unknown = {name for name in node if not name.startswith("@")} - fields(node["@type"])
        assert not unknown, (node["@type"], unknown)
nodes = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
look(nodes)
print(len(nodes))
"""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The samples with their words and without."""
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out")
    assert twosource(home, "run", "samples").returncode == 0
    wanted = {out / "whole": [], out / "textless": ["--without-text", "--quote-length", "60"]}
    for folder, more in wanted.items():
        assert twosource(home, "export", str(folder), "--format", "ftm,schemaorg", *more).returncode == 0
    return list(wanted)


@pytest.mark.parametrize(
    ("package", "reading", "name"),
    [
        ("followthemoney==4.11.2", FOLLOW_THE_MONEY, "twosource.ftm.json"),
        ("schema-org-python==0.1.2", SCHEMA_ORG, "twosource.schemaorg.jsonl"),
    ],
)
def test_others_read_all_of_it(releases: list[Path], tmp_path: Path, package: str, reading: str, name: str) -> None:
    venv.create(tmp_path / "v", with_pip=True)
    python = str(tmp_path / "v" / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", package]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        pytest.skip(f"{package} cannot be installed here")
    for folder in releases:
        command = [python, "-c", reading, str(folder / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 300
