"""Each house rule is a test that prints file:line."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.architecture.sources import ROOT, Source, called_name, functions, product_sources, tracked

BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "common",
    "manager",
    "managers",
    "handler",
    "handlers",
}
BANNED_NAMES |= {"data", "info"}
CLOCK_CALLS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime)|time\.time)$"
)
EDGES = ("views", "api", "templatetags", "panels")
UNSCOPED = re.compile(r"\b(_default_manager|_base_manager|unscoped)\b")


def _found(lines: list[str]) -> str:
    return "\n" + "\n".join(lines)


def test_no_module_has_a_name_that_says_nothing():
    bad = [
        source.path
        for source in product_sources()
        if BANNED_NAMES & set(source.path.removesuffix(".py").split("/"))
    ]
    assert not bad, _found(bad)


def test_only_the_clock_module_reads_the_clock():
    bad = [
        f"{source.path}:{node.lineno} {called_name(node)}"
        for source in product_sources()
        if source.path != "core/clock.py" and not source.path.startswith(("core/embedded", "core/supervisor"))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and CLOCK_CALLS.search(called_name(node))
    ]
    assert not bad, _found(bad)


def test_rules_and_actions_do_not_call_the_clock_module():
    bad = [
        f"{source.path}:{node.lineno}"
        for source in product_sources()
        if source.layer in {"rules", "actions", "querysets", "models"} and source.package != "core"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and ("core.clock" in ast.unparse(node) or ast.unparse(node) == "from core import clock")
    ]
    assert not bad, _found(bad)


def test_edges_read_only_through_scoped_managers():
    bad = [
        f"{source.path}:{number} {line.strip()}"
        for source in product_sources()
        if source.layer in EDGES and source.package != "accounts"
        for number, line in enumerate(source.text.splitlines(), start=1)
        if UNSCOPED.search(line)
    ]
    assert not bad, _found(bad)


def _actions(source: Source) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [
        function
        for function in functions(source.tree)
        if any(ast.unparse(decorator) == "action" for decorator in function.decorator_list)
    ]


def test_an_action_takes_keywords_only_and_its_actor_first():
    bad = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in product_sources()
        for function in _actions(source)
        if function.args.args or not function.args.kwonlyargs or function.args.kwonlyargs[0].arg != "actor"
    ]
    assert not bad, _found(bad)


def test_there_are_actions_to_check():
    assert sum(len(_actions(source)) for source in product_sources()) >= 10


def test_pages_and_api_write_only_through_actions():
    writes = re.compile(
        r"\.(bulk_create|bulk_update|update_or_create|get_or_create|save|delete|update|create)$"
    )
    bad = [
        f"{source.path}:{node.lineno} {called_name(node)}"
        for source in product_sources()
        if source.layer in EDGES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and writes.search(called_name(node)) and "objects" in called_name(node)
    ]
    assert not bad, _found(bad)


@pytest.mark.parametrize("layer", ["models", "actions", "rules", "permissions", "tasks", "querysets"])
def test_what_the_business_reads_has_a_docstring(layer: str):
    bad = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in product_sources()
        if source.layer == layer
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bad, _found(bad)


def test_import_contracts_have_no_exceptions():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert contracts
    assert [contract["name"] for contract in contracts if contract.get("ignore_imports")] == []


def test_no_file_marks_unfinished_work():
    words = re.compile(
        "|".join(
            ["TO" + "DO", "FIX" + "ME", "X" + "XX", "coming" + " soon", "raise NotImplemented" + "Error"]
        )
    )
    bad = [
        f"{path}:{number} {line.strip()[:80]}"
        for path in tracked("*.py", "*.html", "*.md", "*.js", "*.css")
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1)
        if words.search(line)
    ]
    assert not bad, _found(bad)


def test_no_template_hides_behind_an_underscore():
    bad = [path for path in tracked("templates/*.html") if path.split("/")[-1].startswith("_")]
    assert not bad, _found(bad)


def test_templates_have_no_inline_script_style_or_handler():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(json|ld\+json)\")|\sstyle=\"|\son[a-z]+=\""
    )
    exempt = ("/mail/", "/pdf/", "emails/")
    bad = [
        f"{path}:{number} {line.strip()[:80]}"
        for path in tracked("templates/*.html")
        if not any(part in path for part in exempt)
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1)
        if inline.search(line)
    ]
    assert not bad, _found(bad)


def test_migrations_import_nothing_from_the_apps_but_the_audit_operation():
    allowed = ("django", "core.audit", "simple_history", "__future__")
    bad = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path in tracked("*/migrations/*.py")
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(allowed)
    ]
    assert not bad, _found(bad)


def test_no_file_carries_a_path_of_a_machine_or_an_index_address():
    secret = re.compile(
        "/" + "work/|/" + "root/|" + r"^--(extra-)?index-url|^--find-links|\"resolved\": *\"http", re.M
    )
    bad = [
        f"{path}: {match.group(0)}"
        for path in tracked()
        if not path.endswith((".png", ".ico", ".woff2", ".pdf"))
        for match in [secret.search((ROOT / path).read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert not bad, _found(bad)
