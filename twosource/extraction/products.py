"""The model's matrix products, by NumPy's library in the place of thinc's own.

Belongs here: which library multiplies, and that it does so in one thread. Does not: what is multiplied.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from thinc.api import Ops


def put_in(nlp: Language) -> None:
    """Have every layer of the model's pipes multiply by NumPy's library. The results differ by rounding alone; of the
    parse it takes a third (benchmarks/README.md)."""
    ops = one_threaded()
    for _, pipe in nlp.pipeline:
        for layer in pipe.model.walk() if hasattr(pipe, "model") else ():
            if layer.ops.name == ops.name:  # a layer on another device stays there
                layer.ops = ops


@cache
def one_threaded() -> Ops:
    """Operations of thinc on NumPy arrays, whose products use one thread: the matrices are small, and the processors
    belong to other worker processes. Other users of NumPy in this process keep their threads."""
    from thinc.api import NumpyOps
    from threadpoolctl import ThreadpoolController

    threads = ThreadpoolController()

    class OneThreaded(NumpyOps):  # type: ignore[misc]  # thinc's compiled classes have no types
        """See `one_threaded`."""

        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            """The product of two matrices, each turned over if so asked."""
            with threads.limit(limits=1, user_api="blas"):
                return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return OneThreaded(use_blis=False)
