"""DuckDB's extensions, from the packages that are installed beside it.

Belongs here: loading one by the path of its file. Does not: the network, from which none is ever fetched.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from twosource import declarations
from twosource.warehouse.connect import WarehouseError


def load(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Load extensions of the extra `scale`. Raises WarehouseError where one is missing or of another DuckDB."""
    for name in names:
        file = _file(name)
        if file is None:
            raise WarehouseError(
                f"A lake needs DuckDB's extension {name} {duckdb.__version__}. Install it with "
                "pip install 'twosource[scale]', or unset TWOSOURCE_STORE."
            )
        con.execute(f"LOAD {declarations.quote(str(file))}")


def _file(name: str) -> Path | None:
    found = find_spec(f"duckdb_extension_{name}")
    for folder in found.submodule_search_locations or () if found else ():
        file = Path(folder, "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension")
        if file.is_file():
            return file
    return None
