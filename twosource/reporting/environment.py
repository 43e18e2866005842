"""The templates' environment: every value that one prints is made visible and escaped, once.

Belongs here: how Jinja treats values. Does not: which filters and words the templates have (`pages`).
"""

from __future__ import annotations

from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from twosource.reporting.article.markup import escaped


class _Escaping(CodeGenerator):
    """Prints a value as `shown` gives it, which has escaped it already: Jinja would look at each a second time, and
    make an object of it, which was a fifth of a report."""

    def _output_child_pre(self, _node: nodes.Expr, _frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, _node: nodes.Expr, _frame: Frame, _finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class Environment(jinja2.Environment):
    """Templates in which `row.name` of a row is its value, without first asking dictionaries for such a method."""

    code_generator_class = _Escaping

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        """A name that is missing is an error."""
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=shown,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a row, else what Jinja finds."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def shown(value: object) -> str:
    """What a template prints: markup as it is, anything else as visible text, escaped."""
    return value if type(value) is Markup else escaped(value)
