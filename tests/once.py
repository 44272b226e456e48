"""What every application makes again when it starts, made once for all applications of a test process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tests.warm_sandbox import Warm
from wgsm_archive.adapters import sandbox
from wgsm_archive.db import engine


@contextmanager
def made_once() -> Iterator[None]:
    """Share compiled templates, addresses and statements: they are most of the time of an application's first page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Templates()})
        patch.setattr(Rule, "_compile_builder", _remembered(Rule._compile_builder))
        patch.setattr(engine, "create_engine", _with_statements(engine.create_engine))
        # A compiled statement is known by its dialect: those of two files of SQLite are alike.
        patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
        patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(sandbox, "_started", Warm)
        yield


class _Templates(BytecodeCache):
    """The compiled form of templates, by their text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[bucket.key, bucket.checksum] = bucket.code


def _with_statements(create: Callable[..., Engine]) -> Callable[..., Engine]:
    """Engines that share what they made of statements, as one engine does all its life."""
    statements: LRUCache[Any, Any] = LRUCache(5_000)

    def created(url: str, **wishes: Any) -> Engine:
        made = create(url, **wishes)
        made._compiled_cache = statements
        return made

    return created


def _remembered(compile_builder: Callable[[Rule, bool], Callable[..., Any]]) -> Callable[..., Callable[..., Any]]:
    """Rules that read alike are built by one function, which werkzeug binds to each of them."""
    builders: dict[object, Callable[..., Any]] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (tuple(rule._trace), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    return remembered
