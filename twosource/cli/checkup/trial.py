"""Every stage once, on a page of three sentences; run in a process of its own, which may die of it.

Belongs here: what each stage is tried on. Does not: what is said of the outcome (`twosource/cli/checkup/install`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

PAGE = b"""<html><head><title>Ferry board agrees on two ships</title></head><body><article>
<h1>Ferry board agrees on two ships</h1><p>The ferry board met in Northhaven on Tuesday, April 15, 2025.</p>
<p>It agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said.</p>
<p>The first of them is to sail in the summer of next year and will carry two hundred people.</p>
</article></body></html>"""
TEXT = "The board agreed to spend $12 million on two electric ferries, chairwoman Ada Lindqvist said on Tuesday."
SPENT = 12e6
"""The sum that stands in both."""


def _needs(*modules: str) -> None:
    for module in modules:
        import_module(module)


def _loading(_model: str) -> None:
    _needs("httpx", "stamina", "feedparser", "brotli", "fastwarc.warc", "twosource.loading.load")


def _cleaning(_model: str) -> None:
    import twosource

    _needs("trafilatura", "lxml.html.clean", "htmldate", "py3langid", "charset_normalizer", "pycountry")
    article = twosource.clean(PAGE, media_type="text/html")
    if "$12 million" not in article.text:
        raise ValueError("a small page is cleaned away whole")


def _extraction(model: str) -> None:
    from twosource.extraction.facts import extract

    _needs("spacy", "babel")
    facts = extract(TEXT, model=model)
    if SPENT not in [quantity.value for quantity in facts.quantities]:
        raise ValueError(f"the sum in a plain sentence is not found with the language model {model}")


def _comparison(_model: str) -> None:
    import twosource

    _needs("rensa", "numpy")
    article = twosource.Article(text=TEXT)
    if not twosource.find_copies([article, article]):
        raise ValueError("two articles of the same words are not found to be copies")


def _validation(_model: str) -> None:
    from twosource.validation import suites

    suites.context()
    if len(suites.counted().expectations) == 0:
        raise ValueError("the suite that judges is empty")


def _report(_model: str) -> None:
    _needs("jinja2", "markupsafe", "vl_convert", "twosource.reporting.site")


def _pipeline(_model: str) -> None:
    _needs("dagster", "dagster_webserver", "dagster_graphql")


TRIALS: Mapping[str, Callable[[str], None]] = {
    "loading": _loading,
    "cleaning": _cleaning,
    "extraction": _extraction,
    "comparison": _comparison,
    "validation": _validation,
    "report": _report,
    "pipeline": _pipeline,
}


def main(model: str) -> None:
    """Try all; one line of JSON each as it begins and as it ends, with why it failed."""
    for name, trial in TRIALS.items():
        print(json.dumps({"begun": name}), flush=True)
        why = None
        try:
            trial(model)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is what was to be found out
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"
        print(json.dumps({"ended": name, "why": why}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
