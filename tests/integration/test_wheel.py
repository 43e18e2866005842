"""The package as it is shipped: sdist and wheel of this checkout, and the wheel installed away from any checkout.

Belongs here: what is in the files and whether they work, with the dependencies of this environment. Does not: an
install from the index (test_install), what the pipeline makes.
"""

import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb
import pytest

import twosource
from tests.integration.building import Built, build, clean, ended, files

DOCS = ("docs/data-dictionary.md", "docs/questions", "docs/questions.md", "docs/rules.md")
BUNDLED = ("assets", "pipelines", "schemas", "seeds", "workspace.yaml", *DOCS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("checkout"))


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and its dependencies; no checkout is on its path."""

    root: Path
    package: Path

    def environment(self, **more: str) -> dict[str, str]:
        return clean() | {"PYTHONDONTWRITEBYTECODE": "1"} | more

    def run(self, *command: str, cwd: Path, **more: str) -> str:
        program, *arguments = command
        return ended(str(self.root / "bin" / program), *arguments, cwd=cwd, env=self.environment(**more))


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    root = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(root, with_pip=False, symlinks=True)
    python = str(root / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    ended(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", str(built.wheel), cwd=root)
    (site,) = root.glob("lib/python*/site-packages")
    # The dependencies are those of the running environment, so no network is needed. A .pth file inside that folder,
    # such as the one of an editable install of the checkout, is not read from here.
    (site / "dependencies.pth").write_text(
        "\n".join(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))) + "\n"
    )
    return Installed(root, site / "twosource")


class TestFiles:
    def test_the_wheel_holds_the_package_and_the_bundle_and_nothing_else(self, built: Built) -> None:
        with zipfile.ZipFile(built.wheel) as wheel:
            names = {name for name in wheel.namelist() if not name.endswith("/")}
        wanted = {f"twosource/{name}" for name in files(built.source / "twosource")}
        for part in BUNDLED:
            folder = built.source / part
            found = {f"{part}/{name}" for name in files(folder)} if folder.is_dir() else {part}
            assert found, part
            wanted |= {f"twosource/_app/{name}" for name in found}
        about = f"twosource-{twosource.__version__}.dist-info"
        assert {name for name in names if PurePosixPath(name).parts[0] != about} == wanted
        assert {f"{about}/METADATA", f"{about}/entry_points.txt", f"{about}/licenses/LICENSE"} <= names

    def test_the_sdist_holds_all_that_building_and_testing_need(self, built: Built) -> None:
        with tarfile.open(built.sdist) as sdist:
            names = {"/".join(PurePosixPath(m.name).parts[1:]) for m in sdist.getmembers() if m.isfile()}
        wanted = {"pyproject.toml", "README.md", "LICENSE", "Makefile", "requirements.lock", "workspace.yaml"}
        for folder in ("twosource", "assets", "pipelines", "schemas", "seeds", "tests"):
            wanted |= {f"{folder}/{name}" for name in files(built.source / folder)}
        assert wanted <= names


class TestInstalled:
    def test_everything_comes_from_the_wheel(self, installed: Installed, tmp_path: Path) -> None:
        program = (
            "import twosource; from twosource import app, paths; app.build()\n"
            "import assets, pipelines\n"
            "print(twosource.__file__, assets.__file__, pipelines.__file__, paths.schemas(), sep='\\n')\n"
        )
        places = installed.run("python", "-c", program, cwd=tmp_path).split()
        assert len(places) == 4
        assert all(Path(place).is_relative_to(installed.package) for place in places), places

    def test_the_command_knows_its_version(self, installed: Installed, tmp_path: Path) -> None:
        assert installed.run("twosource", "--version", cwd=tmp_path) == f"twosource {twosource.__version__}\n"

    def test_the_samples_run_and_nothing_is_written_inside_the_package(
        self, installed: Installed, tmp_path: Path
    ) -> None:
        before = {name: (installed.package / name).stat().st_mtime_ns for name in files(installed.package)}
        installed.run("twosource", "run", "samples", cwd=tmp_path, TWOSOURCE_HOME=str(tmp_path / "home"))
        with duckdb.connect(str(tmp_path / "home" / "twosource.duckdb"), read_only=True) as con:
            (articles,) = con.execute("SELECT count(*) FROM articles").fetchone() or (0,)
        assert articles >= 16
        assert {name: (installed.package / name).stat().st_mtime_ns for name in files(installed.package)} == before
        assert [path.name for path in tmp_path.iterdir()] == ["home"]

    def test_data_goes_to_the_users_own_folder_when_no_home_is_set(self, installed: Installed, tmp_path: Path) -> None:
        program = "from twosource import paths; from twosource.settings import Settings; print(paths.default_home())\n"
        program += "assert Settings.from_environment().home == paths.default_home()"
        where = installed.run("python", "-c", program, cwd=tmp_path, HOME=str(tmp_path)).strip()
        assert Path(where).is_relative_to(tmp_path)
        assert Path(where).name == "twosource"
        moved = installed.run("python", "-c", program, cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "data")).strip()
        if sys.platform == "linux":
            assert Path(moved) == tmp_path / "data" / "twosource"
        assert list(tmp_path.iterdir()) == [], "to ask where data goes makes no folder"

    def test_dagster_validates_the_installed_definitions(self, installed: Installed, tmp_path: Path) -> None:
        dagster = ("python", "-m", "dagster", "definitions", "validate", "-m", "twosource.app")
        installed.run(*dagster, cwd=tmp_path, DAGSTER_HOME=str(tmp_path))
