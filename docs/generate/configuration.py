"""docs/configuration.md: one table for each settings class."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from docs.generate.parts import table
from wellio.foundation.settings import EnvironmentSettings, settings_classes


def parts() -> dict[str, str]:
    return {"environment": "\n".join(_section(found) for found in settings_classes())}


def _section(found: type[EnvironmentSettings]) -> str:
    meanings = _docstrings(found)
    rows = [
        (f"`{name.upper()}`", _default(field), meanings[name]) for name, field in found.model_fields.items()
    ]
    room = found.__module__.split(".")[1]
    return f"### {room}\n\n{inspect.getdoc(found)}\n\n{table(('name', 'default', 'meaning'), rows)}"


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "" if value is None or value == "" else f"`{value}`"


def _docstrings(found: type[EnvironmentSettings]) -> dict[str, str]:
    """Return the string below each field."""
    lines = next(
        node.body for node in ast.walk(ast.parse(inspect.getsource(found))) if isinstance(node, ast.ClassDef)
    )
    docstrings = {}
    for field, below in pairwise(lines):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                docstrings[name] = text
    return docstrings
