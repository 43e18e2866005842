"""FollowTheMoney's own library reads what we write for it: it is compiled here, so it is no dependency of ours.

Needs a compiler and ICU's headers; without them the test says so and is skipped.
"""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.integration.command import twosource

pytestmark = pytest.mark.slow

READ = """
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


def test_every_entity_is_valid_and_none_of_its_values_is_changed(tmp_path: Path) -> None:
    venv.create(tmp_path / "v", with_pip=True)
    python = str(tmp_path / "v" / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "followthemoney==4.11.2"]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        pytest.skip("followthemoney cannot be built here: it needs the package index, a compiler and ICU's headers")
    home = tmp_path / "home"
    assert twosource(home, "run", "samples").returncode == 0
    for more in ([], ["--without-text", "--quote-length", "60"]):
        assert twosource(home, "export", str(tmp_path / "out"), "--format", "ftm", *more).returncode == 0
        command = [python, "-c", READ, str(tmp_path / "out" / "twosource.ftm.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 300, sys.executable
