"""The catalogs are complete and sound, so that no reader meets a gap or a broken page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wgsm_archive
from wgsm_archive.i18n import soundness, upkeep
from wgsm_archive.i18n.catalogs import catalog_path, plural_count, plural_rule
from wgsm_archive.i18n.language import language_of

PACKAGE = Path(wgsm_archive.__file__).parent


def test_the_words_are_translated_completely_and_soundly():
    assert soundness.check_all(upkeep.extract()) == []


@pytest.mark.parametrize("tag", soundness.COMPLETE)
def test_a_language_keeps_its_plural_rule(tag: str):
    header = upkeep.read(catalog_path(tag)).plural_forms
    assert plural_count(header) == plural_count(language_of(tag).plural)
    assert {plural_rule(header)(number) for number in range(200)} == set(range(plural_count(header)))


def said_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Calls of the words that run when the module is imported, and so would freeze in one language."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            # What stands in its place when the module is read: decorators and defaults.
            for early in [*getattr(child, "decorator_list", []), *child.args.defaults, *child.args.kw_defaults]:
                if early is not None:
                    yield from said_at_import(ast.Expr(early))
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in ("_", "n_", "p_"):
            yield child
        yield from said_at_import(child)


def test_no_words_freeze_in_the_language_of_the_import():
    frozen = [
        f"{path.relative_to(PACKAGE)}:{call.lineno} uses {ast.unparse(call.func)} at import; use lazy_"
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in said_at_import(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert frozen == []
    assert list(said_at_import(ast.parse('class Form:\n    name = field(_("Name"))')))
