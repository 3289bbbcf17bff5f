"""The layers and the privacy of each app's modules, beyond what the import contracts can see."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps as django_apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINTER = PROJECT["tool"]["importlinter"]
LINES = [line.split(" | ") for line in LINTER["contracts"][0]["layers"]]
LEVEL = {app: len(LINES) - number for number, line in enumerate(LINES) for app in line}
PUBLIC = {"models", "services", "querysets", "enums", "signals", "registry"}
# The kernel and the language package exist to be used by all; the intranet composes all.
OPEN = {"serbian", "core"}
COMPOSES = {"intranet"}
STRING_RELATION = re.compile(r"^([a-z]+)\.([A-Z]\w+)$")
BANNED = {"utils.py", "helpers.py", "common.py", "misc.py"}


def modules() -> list[tuple[str, Path]]:
    """Every module of the apps: (app, path)."""
    found = [(app, path) for app in LEVEL for path in sorted((ROOT / app).rglob("*.py"))]
    return [(app, path) for app, path in found if "migrations" not in path.parts]


def imports(tree: ast.AST) -> list[str]:
    """The dotted names that a module imports, one for each name of a `from` import."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_every_app_has_a_layer():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert folders == set(LEVEL) == set(LINTER["root_packages"])


def test_installed_apps_are_the_layers():
    installed = {config.name for config in django_apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert installed | {"serbian", "intranet"} == set(LEVEL)


@pytest.mark.parametrize("app", LEVEL)
def test_private_modules_stay_private(app):
    faults = []
    for owner, path in modules():
        if owner != app or app in COMPOSES:
            continue
        for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
            other, _, rest = name.partition(".")
            if other in LEVEL and other != app and other not in OPEN and rest.split(".")[0] not in PUBLIC:
                faults.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not faults


@pytest.mark.parametrize("app", LEVEL)
def test_string_relations_point_downwards(app):
    faults = []
    for owner, path in modules():
        if owner != app or app in COMPOSES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match = STRING_RELATION.match(node.value) if is_text(node) else None
            other = match.group(1) if match else app
            if other in LEVEL and other != app and LEVEL[other] >= LEVEL[app]:
                faults.append(f"{path.relative_to(ROOT)} names {node.value}")
    assert not faults


def is_text(node: ast.AST) -> bool:
    """Whether the node is a string constant."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_module_is_named_for_nothing():
    assert not [path for _app, path in modules() if path.name in BANNED]


def test_every_page_type_names_its_children():
    from core.models import BasePage

    for model in BasePage.__subclasses__():
        assert "subpage_types" in vars(model), f"{model.__name__} does not say what may stand under it"


def test_files_stay_readable():
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for _, path in modules()}
    assert not {name: lines for name, lines in long.items() if lines > 500}


def test_env_example_lists_every_variable():
    settings_source = (ROOT / "intranet" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings_source))
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read == listed
