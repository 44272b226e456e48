"""What Jinja does around every call in a page and every import of macros, without what no page of ours needs."""

from __future__ import annotations

import re
from types import FunctionType
from typing import Any

import flask
import flask.templating
from jinja2 import Template, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


@pass_eval_context
def _takes_eval_context(context: object) -> None:
    """Marked as all functions are that ask whether their text is escaped."""


_MARK = "jinja_pass_arg"
_EVAL_CONTEXT = getattr(_takes_eval_context, _MARK)


class _Context(Context):
    """Calls functions and macros at once: a page makes hundreds of calls, and Jinja looks each over anew."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja's."""
        kind = type(called)
        mark = _EVAL_CONTEXT if kind is Macro else getattr(called, _MARK, None)
        if (kind is not Macro and kind is not FunctionType) or (mark is not None and mark is not _EVAL_CONTEXT):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs) if mark is None else called(self.eval_ctx, *args, **kwargs)


class _Code(CodeGenerator):
    """Reads attributes at once, as nearly all are there: Jinja asks a function of its own for each of the hundreds."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """As Jinja's: the attribute, else the item of that name, else what is undefined."""
        self.write("(_is if (_is := getattr((_of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(_of, {node.attr!r}))")


_special = re.compile("[&<>'\"]").search


def _escaped(value: Any) -> str:
    """As MarkupSafe's `escape`, for what goes into a page at once: it need not be marked as escaped."""
    kind = type(value)
    if kind is Markup or (kind is str and _special(value) is None):
        escaped: str = value
        return escaped
    return escape(value)


class _Template(Template):
    """Escapes as above, and knows no globals but those of all templates: none is given to a page alone."""

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> Template:  # noqa: A002
        namespace["escape"] = _escaped
        # Two tables as one, which Jinja makes of them, are copied for each page name by name.
        return super()._from_namespace(environment, namespace, dict(globals))

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


class Environment(flask.templating.Environment):
    """Runs templates so, and looks for each once: a page names a dozen, and Jinja goes through a lock for each."""

    code_generator_class = _Code
    context_class = _Context
    template_class = _Template

    def __init__(self, app: flask.Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._found: dict[str, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """As Jinja's."""
        if type(name) is not str or globals is not None or self.auto_reload:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found
