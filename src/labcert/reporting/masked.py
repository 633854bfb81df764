"""A whole report without a real person's CPR: every text in the model masked, once, before any format takes it."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar

from labcert.domain.masking import mask_text
from labcert.reporting.model import ReportModel

__all__ = ["masked"]

T = TypeVar("T")


def masked(model: ReportModel) -> ReportModel:
    """Return the model with every number that may be a CPR, and is not in `model.known`, masked."""
    return _masked(model, model.known)


def _masked(value: T, known: Collection[str]) -> T:
    """Return the value with every text in it masked; keys of mappings are ids and stay."""
    return _of_any(value, known)  # type: ignore[return-value]


def _of_any(value: object, known: Collection[str]) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return mask_text(value, known)
    if isinstance(value, tuple):
        return tuple(_of_any(each, known) for each in value)
    if isinstance(value, Mapping):
        return {key: _of_any(each, known) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        was = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
        now = {name: _of_any(each, known) for name, each in was.items()}
        changed = {name: each for name, each in now.items() if each is not was[name] and each != was[name]}
        return replace(value, **changed) if changed else value
    return value
