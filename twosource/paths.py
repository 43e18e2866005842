"""Where things lie: the checkout's or the wheel's folders, and the folder of a user's data.

Belongs here: finding folders. Does not: reading what is in them, or reading the environment (see `settings`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
OWN_FOLDERS = ("live", "report", "dagster")
"""The folders of TWOSOURCE_HOME that twosource makes and fills itself; nothing in them is ever taken in."""


@cache
def app_folder() -> Path:
    """The folder that holds `assets/ pipelines/ schemas/ seeds/ workspace.yaml`: the checkout, or the wheel's bundle.

    Raises FileNotFoundError when neither is there, which means a broken installation.
    """
    for folder in (PACKAGE / "_app", PACKAGE.parent):
        if (folder / "workspace.yaml").is_file() and (folder / "schemas").is_dir():
            return folder
    raise FileNotFoundError(
        f"twosource is not installed whole: no schemas/ beside or inside {PACKAGE}. Install it again."
    )


def in_checkout() -> bool:
    """Whether the package runs from a source checkout rather than from an installed wheel."""
    return app_folder() == PACKAGE.parent


def default_home() -> Path:
    """Where data goes when TWOSOURCE_HOME is not set: `data/` in a checkout, the user's data folder otherwise."""
    if in_checkout():
        return app_folder() / "data"
    import platformdirs

    return Path(platformdirs.user_data_dir("twosource", appauthor=False))


def schemas(*parts: str) -> Path:
    """A path under `schemas/`: tables, views, vocabularies, migrations."""
    return app_folder().joinpath("schemas", *parts)


def seeds(*parts: str) -> Path:
    """A path under `seeds/`: sources.yml, captures, reference."""
    return app_folder().joinpath("seeds", *parts)


def docs(*parts: str) -> Path:
    """A path under `docs/`, of which the questions and the generated pages travel with the package."""
    return app_folder().joinpath("docs", *parts)
