"""Trees in LightGBM's text format, read and applied with NumPy alone.

Belongs here: reading a model file, predicting. Does not: features, training (see `train`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from twosource.cleaning.learned import MODELS

BATCH = 1_000
"""Rows that are weighed at once: memory stays flat however long the page is."""
MOST_LEAVES = 16
"""Leaves of a tree; those that a line can still reach are two bytes."""
_SETS = np.arange(1 << MOST_LEAVES)
FIRST = np.log2(np.maximum(1, _SETS & -_SETS)).astype(np.uint8)
"""For every set of leaves the leftmost one."""


class ModelError(ValueError):
    """A model file that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Forest:
    """All splits of all trees side by side, each tree padded to the same number of `splits`.

    `feature`, `threshold`: one per split. `left`: the leaves, as bits, that a line loses when its value is above the
    threshold. `values`: tree by leaf, from left to right. The method is QuickScorer (Lucchese et al., SIGIR 2015): no
    walk from node to node, only comparisons of whole columns.
    """

    names: tuple[str, ...]
    splits: int
    feature: npt.NDArray[np.intp]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.uint16]
    values: npt.NDArray[np.float64]

    def predict(self, names: Sequence[str], table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The probability of each row, 0 to 1. Raises ModelError when the columns are not those of the training."""
        if tuple(names) != self.names:
            differing = sorted(set(names) ^ set(self.names)) or ["their order"]
            raise ModelError(f"the trees were trained on other features ({', '.join(differing[:5])}); train them again")
        parts = [self._raw(table[start : start + BATCH]) for start in range(0, len(table), BATCH)]
        raw = np.concatenate([np.zeros(0), *parts])
        probability: npt.NDArray[np.float64] = 1 / (1 + np.exp(-raw))
        return probability

    def _raw(self, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        trees = len(self.values)
        above = np.ascontiguousarray(table.T, dtype=np.float32)[self.feature] > self.threshold[:, None]
        lost = np.where(above, self.left[:, None], np.uint16(0)).reshape(trees, self.splits, -1)
        leaves = ~np.bitwise_or.reduce(lost, axis=1)
        raw: npt.NDArray[np.float64] = self.values[np.arange(trees)[:, None], FIRST[leaves]].sum(axis=0)
        return raw


@cache
def forest(name: str) -> Forest:
    """The forest of `models/<name>.txt`, read once. Raises ModelError when it is not there or is no such model."""
    path = MODELS / f"{name}.txt"
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise ModelError(f"{path.name} cannot be read as a model of trees: {error}") from error


def parse(text: str) -> Forest:
    """A forest from LightGBM's text format (its documentation, "Model format"). Raises KeyError or ValueError."""
    head, *sections = text.split("\nTree=")
    trees = [_Tree.of(_fields(section)) for section in sections]
    if not trees:
        raise ValueError("it holds no tree")
    splits = max(len(tree.value) for tree in trees) - 1 or 1
    return Forest(
        names=tuple(_fields(head)["feature_names"].split()),
        splits=splits,
        feature=np.array([padded(tree.feature, splits, 0) for tree in trees], dtype=np.intp).ravel(),
        threshold=_rounded_down(np.array([padded(tree.threshold, splits, np.inf) for tree in trees]).ravel()),
        left=np.array([padded(tree.left_leaves(), splits, 0) for tree in trees], dtype=np.uint16).ravel(),
        values=np.array([padded(tree.values(), splits + 1, 0.0) for tree in trees]),
    )


def _rounded_down(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """The nearest single floats that are not larger: comparisons of single floats then come out as in the training."""
    single = values.astype(np.float32)
    return np.where(single > values, np.nextafter(single, np.float32(-np.inf)), single)


def padded(values: Sequence[float], length: int, with_value: float) -> list[float]:
    """The values, filled up to a length."""
    return [*values, *[with_value] * (length - len(values))]


def _fields(section: str) -> Mapping[str, str]:
    return dict(line.split("=", 1) for line in section.split("\n") if "=" in line)


@dataclass(frozen=True, slots=True)
class _Tree:
    """One tree; a child below zero is the leaf of that number, counted from -1."""

    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    value: Sequence[float]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> _Tree:
        if int(fields["num_leaves"]) > MOST_LEAVES:
            raise ValueError(f"a tree has more than {MOST_LEAVES} leaves")
        numbers = {name: fields.get(name, "").split() for name in ("split_feature", "left_child", "right_child")}
        return cls(
            feature=[int(n) for n in numbers["split_feature"]],
            threshold=[float(n) for n in fields.get("threshold", "").split()],
            left=[int(n) for n in numbers["left_child"]],
            right=[int(n) for n in numbers["right_child"]],
            value=[float(n) for n in fields["leaf_value"].split()],
        )

    def leaves(self, node: int) -> Iterator[int]:
        """The leaves below a node, from left to right."""
        if node < 0 or not self.feature:
            yield -node - 1 if node < 0 else 0
            return
        yield from self.leaves(self.left[node])
        yield from self.leaves(self.right[node])

    def left_leaves(self) -> list[int]:
        place = {leaf: at for at, leaf in enumerate(self.leaves(0))}
        return [sum(1 << place[leaf] for leaf in self.leaves(child)) for child in self.left]

    def values(self) -> list[float]:
        """The value of each leaf, from left to right."""
        return [self.value[leaf] for leaf in self.leaves(0)]
