"""Mapping text: a mapping's plain values as TOML that a person can read and correct."""

import json
from collections.abc import Mapping
from typing import Any


def toml_of(document: Mapping[str, Any]) -> str:
    """Write a mapping down: its own values, then each [[into]] with its fields."""
    own = [f"{key} = {_value(value)}" for key, value in document.items() if key != "into"]
    return "\n".join([*own, *(_target(target) for target in document.get("into", ()))]) + "\n"


def _target(target: Mapping[str, Any]) -> str:
    own = [f"{key} = {_value(value)}" for key, value in target.items() if key != "fields"]
    fields = [f"{key} = {_value(value)}" for key, value in target.get("fields", {}).items()]
    return "\n".join(["", "[[into]]", *own, *(["", "[into.fields]", *fields] if fields else [])])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _key(key: str) -> str:
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else json.dumps(key, ensure_ascii=False)
