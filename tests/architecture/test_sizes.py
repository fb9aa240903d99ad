"""Files and functions stay small enough to read at one sitting."""

from __future__ import annotations

import ast

from tests.architecture.sources import Source, functions, product_sources, test_sources

FILE_LIMIT = 400
TEST_FILE_LIMIT = 500
FUNCTION_LIMIT = 40


def _lines(source: Source) -> int:
    return len(source.text.splitlines())


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def test_no_product_file_is_longer_than_the_cap():
    long = [
        f"{source.path}: {_lines(source)} lines"
        for source in product_sources()
        if _lines(source) > FILE_LIMIT
    ]
    assert not long, "Split by noun:\n" + "\n".join(long)


def test_no_test_file_is_longer_than_the_cap():
    long = [
        f"{source.path}: {_lines(source)} lines"
        for source in test_sources()
        if _lines(source) > TEST_FILE_LIMIT
    ]
    assert not long, "Split by behavior:\n" + "\n".join(long)


def test_no_function_is_longer_than_the_cap():
    long = [
        f"{source.path}:{function.lineno} {function.name}: {_body_lines(function)} lines"
        for source in product_sources()
        for function in functions(source.tree)
        if _body_lines(function) > FUNCTION_LIMIT
    ]
    assert not long, "Split:\n" + "\n".join(long)
