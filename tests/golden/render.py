"""What the product makes of each sample, as a text that a person reads.

`python -m tests.golden.render --write` renews these texts; without `--write` it shows what would change.
Belongs here: the layout of these texts, writing and comparing them. Does not: whether what they say is right.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.golden import samples
from twosource.evaluation.matching import fold
from twosource.records import Article, Facts, Published, Quantity, Quote

FOLDER = Path(__file__).parent / "articles"
RENEW = "python -m tests.golden.render --write"


def path_of(name: str) -> Path:
    """Where the text of a sample stands: `NN_slug.txt`, for a record `NN_slug-id.txt`."""
    file, _, record = name.partition("#")
    return FOLDER / ("-".join(filter(None, (file.split(".")[0], record))) + ".txt")


def render(name: str) -> str:
    """The whole text of a sample: metadata, regions, facts."""
    article = samples.article(name)
    lines = [*_metadata(name, article), "", "regions", *_regions(article)]
    if samples.extracted(name):
        lines += _facts(article, samples.facts(name))
    return "\n".join(lines) + "\n"


def _metadata(name: str, article: Article) -> Iterator[str]:
    yield f"sample     {name}"
    for field in ("headline", "agency", "located", "outlet", "language", "genre", "url", "rejected"):
        yield f"{field:10} {getattr(article, field) or '-'}"
    yield f"{'by':10} {'; '.join(article.by) or '-'}"
    yield f"{'published':10} {_date(article.published)}"
    yield f"{'modified':10} {_date(article.modified)}"


def _date(date: Published | None) -> str:
    return f"{date.value} ({date.precision}, from {date.basis})" if date else "-"


def _regions(article: Article) -> Iterator[str]:
    for region in article.regions:
        yield f"  [{'kept' if region.kept else 'apart'} {region.role} {region.rule}] {fold(region.text)}"


def _facts(article: Article, facts: Facts) -> Iterator[str]:
    yield from ("", "mentions")
    counted = Counter((m.label, m.entity, m.country or "-", m.role or "-") for m in facts.mentions)
    yield from (
        f"  {label} {entity} | {country} | {role} | {n}x" for (label, entity, country, role), n in counted.items()
    )
    yield from ("", "quotes", *(_quote(article, quote) for quote in facts.quotes))
    yield from ("", "quantities", *(_quantity(quantity) for quantity in facts.quantities))
    yield from ("", "times")
    yield from (f"  {t.text} = {t.value} {t.type} | {t.begins_on or '-'} to {t.ends_on or '-'}" for t in facts.times)
    yield from ("", "arithmetic")
    for one in facts.arithmetic:
        operands = ", ".join(facts.quantities[n].text for n in one.operands)
        verdict = "holds" if one.holds else f"does not hold, gives {one.computed:g}"
        yield f"  {one.relation} of {operands} stated as {facts.quantities[one.stated].text}: {verdict}"
    yield from ("", "events")
    yield from (
        f"  {e.text} = {e.type} {e.mode or '-'} | {e.actors} to {e.recipients} | {e.modality}" for e in facts.events
    )
    yield from ("", "claims")
    yield from (f"  {c.attributed_to or '-'}{' NOT' if c.negated else ''}: {fold(c.text)}" for c in facts.claims)


def _quote(article: Article, quote: Quote) -> str:
    words = " (...) ".join(fold(article.text[start:end]) for start, end in quote.fragments)
    aside = [f"as {quote.speaker_text!r}" if quote.speaker_text != quote.speaker else "", quote.force or ""]
    aside += [f"on {quote.said_on}" if quote.said_on else "", f"via {quote.relayed_from}" if quote.relayed_from else ""]
    told = ", ".join(part for part in aside if part)
    return f"  {quote.kind} by {quote.speaker or '-'} ({told}) [{quote.rule}]: {words}"


def _quantity(one: Quantity) -> str:
    value = f"{one.value:.10g}" if one.value is not None else "?"
    value += f" to {one.value_high:.10g}" if one.value_high is not None else ""
    bound = [("measure", one.measure), ("about", one.about), ("in", one.period), ("says", one.attributed_to)]
    told = "; ".join(f"{name} {fold(content)}" for name, content in bound if content)
    mood = " ".join(filter(None, (one.modality, "negated" if one.negated else "")))
    return f"  {fold(one.text)} = {value} {one.unit or '-'} {one.mod or ''} | {told or '-'} | {mood}"


def difference(name: str) -> str:
    """What changed against the stored text, as a unified diff; empty when nothing did."""
    path = path_of(name)
    stored = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        stored.splitlines(), render(name).splitlines(), f"stored {path.name}", "made now", lineterm="", n=1
    )
    return "\n".join(lines)


def stale() -> list[Path]:
    """Stored texts that belong to no sample."""
    return sorted(set(FOLDER.glob("*.txt")) - {path_of(name) for name in samples.samples()})


def write() -> int:
    """Renew all texts; gives how many changed."""
    changed = [name for name in samples.samples() if difference(name)]
    FOLDER.mkdir(exist_ok=True)
    for name in changed:
        path_of(name).write_text(render(name), encoding="utf-8")
    for path in stale():
        path.unlink()
    return len(changed)


def main() -> int:
    """Write, or show what would change; exit status 1 when something would."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the stored texts")
    if parser.parse_args().write:
        print(f"{write()} of {len(samples.samples())} texts renewed in {FOLDER.name}/")
        return 0
    changes = [found for name in samples.samples() if (found := difference(name))]
    print("\n\n".join(changes) or "nothing changed")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
