"""The command that trains the trees: `python -m twosource.cleaning.learned.train PAGES.jsonl.gz ...`.

Each line of a file is a page: `url`, `html` and/or `text` (a plain capture of the same page), `body` (the article's
text by hand) and, where a second reading of it is right too, `alt`; `weight` below 1 for gold that is less sure.
Belongs here: examples, cross-validation by site, the files written. Does not: features, labels. It needs
the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np

from twosource.cleaning import html, text
from twosource.cleaning.body import extracted_text, proposed, voted
from twosource.cleaning.decoding import tidy
from twosource.cleaning.learned import MODELS, markup, surroundings, votes
from twosource.cleaning.learned.labels import aligned, best_fit, words_of
from twosource.cleaning.learned.surroundings import Table
from twosource.cleaning.learned.votes import Votes
from twosource.cleaning.metadata import page_metadata
from twosource.cleaning.regions import KEPT_ROLES
from twosource.cleaning.stretch import Page, judged
from twosource.cleaning.structured import page_data

FOLDS, SEED, ROUNDS = 5, 1, 220
TEXT_LEAVES, HTML_LEAVES = 16, 8
"""Leaves of a tree: a plain capture has nothing but words and places to go by and needs the finer trees."""
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "min_data_in_leaf": 30,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.35,
    "lambda_l2": 8,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
CROP_MARGIN, CROP_WEIGHT = 4, 0.3
"""Captures are often the article with little around it: each page is also shown so, with up to so many lines."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page as one voice sees it: features, which lines are the article's, how much each counts, how it is judged."""

    site: str
    names: list[str]
    table: Table
    labels: Votes
    weights: Votes
    golds: list[str]
    lines: list[str]
    kept: Callable[[Votes], list[bool]]
    counted: bool = True


def read(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The pages of the files."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def site_of(url: str) -> str:
    """The registered part of an address's host, near enough to keep a site's pages in one fold."""
    parts = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return ".".join(
        parts[-3:] if len(parts) > 2 and parts[-2] in ("co", "com", "org", "net", "gov", "ac") else parts[-2:]
    )


def text_examples(record: dict[str, Any], chance: random.Random) -> Iterator[Example]:
    """The plain capture of a page, and its article with little around it."""
    rows = list(text.lines_of(tidy(record["text"])))
    golds, labels, weights = _labelled([words for words, _ in rows], record)
    yield _text_example(record, rows, golds, labels, weights)
    own = np.flatnonzero(labels)
    if len(own):
        start = max(0, int(own[0]) - chance.randint(0, CROP_MARGIN))
        end = min(len(rows), int(own[-1]) + 1 + chance.randint(0, CROP_MARGIN))
        crop = slice(start, end)
        yield _text_example(record, rows[crop], golds, labels[crop], CROP_WEIGHT * weights[crop], counted=False)


def _text_example(
    record: dict[str, Any], rows: list[tuple[str, bool]], golds: list[str], labels: Votes, weights: Votes,
    counted: bool = True,
) -> Example:  # fmt: skip
    page = Page.of([judged(words, gap) for words, gap in rows])
    names, table = surroundings.table(page)
    return Example(
        site=site_of(record.get("url") or ""), names=names, table=table, labels=labels, weights=weights, golds=golds,
        lines=[words for words, _ in rows], counted=counted and record.get("weight", 1) == 1,
        kept=lambda found: [role in KEPT_ROLES for role, _, _ in text.decided(page, found)],
    )  # fmt: skip


def html_example(record: dict[str, Any]) -> tuple[Example, list[str], Table] | None:
    """The blocks of a page, with the names and values of what the other voices say; None without blocks."""
    tree = html.parse(record["html"])
    blocks = list(html.blocks(tree)) if tree is not None else []
    if tree is None or not blocks:
        return None
    data = page_data(tree)
    stated = page_metadata(tree, data, blocks, record.get("url"))
    extracted = tidy(extracted_text(tree, record.get("url"), blocks))
    made = proposed(blocks, extracted, stated.headline, tidy(data.text("articleBody") or ""), stated.by)
    names, table = votes.tables_of_blocks(Page.of([judged(block.text, True) for block in blocks]), blocks)
    golds, labels, weights = _labelled([block.text for block in blocks], record)
    article = max(100.0, float((weights * labels).sum()))
    example = Example(
        site=site_of(record.get("url") or ""), names=names, table=table, labels=labels,
        weights=weights**0.75 * (400 / article) ** 0.5, golds=golds, lines=[block.text for block in blocks],
        kept=lambda found: [draft.kept for draft in voted(blocks, made.drafts, found)],
        counted=record.get("weight", 1) == 1,
    )  # fmt: skip
    return example, *markup.heard(blocks, made.voices)


def _labelled(lines: list[str], record: dict[str, Any]) -> tuple[list[str], Votes, Votes]:
    """Golds, labels, and weights: a line counts by its words; one on which two golds differ does not count."""
    golds = [gold for gold in (record["body"], record.get("alt")) if gold] or [""]
    found = [np.array(aligned(lines, gold), float) for gold in golds]
    weights = np.array([len(words_of(line)) + 1.0 for line in lines]) * record.get("weight", 1)
    for other in found[1:]:
        weights[other != found[0]] = 0
    return golds, found[0], weights


# ------------------------------------------------------------------ fitting


def grown(examples: Sequence[Example], tables: Sequence[Table], leaves: int) -> lightgbm.Booster:
    """Trees of so many leaves on all rows of the examples."""
    data = lightgbm.Dataset(
        np.vstack(tables),
        np.concatenate([e.labels for e in examples]),
        weight=np.concatenate([e.weights for e in examples]),
    )
    return lightgbm.train({**PARAMETERS, "num_leaves": leaves}, data, num_boost_round=ROUNDS)


def fold_of(site: str) -> int:
    """The fold of a site, the same in every run."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def grown_in_context(examples: Sequence[Example]) -> tuple[lightgbm.Booster, lightgbm.Booster]:
    """The two forests of captures. The second learns from votes of first forests that never saw the site."""
    heard: list[Table | None] = [None] * len(examples)
    for fold in range(FOLDS):
        inside = [e for e in examples if fold_of(e.site) != fold]
        if len(inside) == len(examples) or not inside:
            continue
        model = grown(inside, [e.table for e in inside], TEXT_LEAVES)
        for at, example in enumerate(examples):
            if fold_of(example.site) == fold:
                heard[at] = in_context(example.table, predicted(model, example.table))
    tables = [table for table in heard if table is not None]
    known = [example for example, table in zip(examples, heard, strict=True) if table is not None]
    return grown(examples, [e.table for e in examples], TEXT_LEAVES), grown(known, tables, TEXT_LEAVES)


def predicted(model: lightgbm.Booster, table: Table) -> Votes:
    """The model's probabilities."""
    return np.asarray(model.predict(table.astype(np.float32)), dtype=np.float64)


def in_context(table: Table, found: Votes) -> Table:
    """Features with the context of the first votes beside them."""
    return np.column_stack([table, surroundings.context_of_votes(found)[1]])


def text_votes(first: lightgbm.Booster, second: lightgbm.Booster, table: Table) -> Votes:
    """What `votes.on_lines` will say."""
    found = predicted(first, table)
    near = votes.unsettled(found)
    if near.any():
        found[near] = predicted(second, in_context(table, found)[near])
    return found


def validated(examples: Sequence[Example], fitted: Callable[[list[int]], Callable[[int], Votes]]) -> str:
    """Precision, recall, F1 and mean page F1 on pages of sites that the trees did not see, over all folds."""
    fits = []
    for fold in range(FOLDS):
        votes_of = fitted([at for at, e in enumerate(examples) if fold_of(e.site) != fold])
        for at, example in enumerate(examples):
            if fold_of(example.site) == fold and example.counted:
                keeps = example.kept(votes_of(at))
                kept = "\n".join(line for line, keep in zip(example.lines, keeps, strict=True) if keep)
                fits.append(best_fit(kept, example.golds))
    precision = statistics.fmean(f.precision for f in fits if f.precision is not None)
    recall = statistics.fmean(f.recall for f in fits if f.recall is not None)
    both = 2 * precision * recall / (precision + recall)
    return f"| {len(fits)} | {precision:.3f} | {recall:.3f} | {both:.3f} | {statistics.fmean(f.f1 for f in fits):.3f} |"


def train_text(records: Sequence[dict[str, Any]]) -> str:
    """Train and write the forests of captures; returns the row of the card."""
    chance = random.Random(SEED)
    examples = [example for record in records if record.get("text") for example in text_examples(record, chance)]

    def fitted(inside: list[int]) -> Callable[[int], Votes]:
        models = grown_in_context([examples[at] for at in inside])
        return lambda at: text_votes(*models, examples[at].table)

    row = validated(examples, fitted)
    first, second = grown_in_context(examples)
    names = examples[0].names
    write(first, votes.TEXT, names)
    write(second, votes.TEXT_IN_CONTEXT, [*names, *surroundings.context_of_votes(np.zeros(1))[0]])
    return row


def train_html(records: Sequence[dict[str, Any]]) -> str:
    """Train and write the forests of pages; returns the row of the card."""
    made = [found for record in records if record.get("html") and (found := html_example(record))]
    examples = [example for example, _, _ in made]
    hearing = [np.column_stack([example.table, heard]) for example, _, heard in made]

    def fitted(inside: list[int]) -> Callable[[int], Votes]:
        chosen = [examples[at] for at in inside]
        alone = grown(chosen, [e.table for e in chosen], HTML_LEAVES)
        with_voices = grown(chosen, [hearing[at] for at in inside], HTML_LEAVES)
        return lambda at: (predicted(alone, examples[at].table) + predicted(with_voices, hearing[at])) / 2

    row = validated(examples, fitted)
    write(grown(examples, [e.table for e in examples], HTML_LEAVES), votes.HTML, examples[0].names)
    write(grown(examples, hearing, HTML_LEAVES), votes.HTML_HEARING, [*examples[0].names, *made[0][1]])
    return row


def write(model: lightgbm.Booster, name: str, names: Sequence[str]) -> None:
    """The model in LightGBM's text format, with the features' names, without the parameters that it does not need."""
    lines = model.model_to_string().split("\nparameters:")[0].split("\n")
    named = [f"feature_names={' '.join(names)}" if line.startswith("feature_names=") else line for line in lines]
    (MODELS / f"{name}.txt").write_text("\n".join(named), encoding="utf-8")


CARD = """\
# The trees that vote on lines

Written by `python -m twosource.cleaning.learned.train`; do not edit. Four forests of {rounds} trees of at most {leaves}
leaves in LightGBM's text format (LightGBM {version}; the product reads them with NumPy alone). They decide nothing but
whether a line is the article's.

Data: {pages} web pages of {sites} sites in some twenty languages, with the article's text marked by hand, from public
sets for the evaluation of article extraction. The pages are their publishers' and are not in this repository; the files
hold thresholds on counts and no text. Licence of the files: that of the project. Seed {seed}.

Figures: cross-validation in {folds} folds, no site in two of them; precision and recall are means over pages, in runs
of four words, of what the product would keep (proposal, corrections and vote together).

| trained for | pages judged | precision | recall | F1 | mean F1 of a page |
|---|---|---|---|---|---|
| plain captures {text}
| web pages {html}

What they are not: a guarantee. Comment sections, product lists and live blogs are where they err most; pages that are
all list or table are few in the data.
"""


def main() -> None:
    """Read pages, train, write models and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path, help="packed JSON lines, one page a line")
    records = list(read(parser.parse_args().pages))
    card = CARD.format(
        rounds=ROUNDS, leaves=max(TEXT_LEAVES, HTML_LEAVES), version=lightgbm.__version__, seed=SEED, folds=FOLDS,
        pages=len(records), sites=len({site_of(record.get("url") or "") for record in records}),
        text=train_text(records), html=train_html(records),
    )  # fmt: skip
    (MODELS / "README.md").write_text(card, encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
