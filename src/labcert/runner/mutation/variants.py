"""The systems that come along in sut/defective, and why some requirements have none."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.mutation import Kind, Variant

__all__ = ["chosen", "read_excuses", "read_variants", "within"]

LIST = "sut/defective/defects.yaml"
EXCUSES = "sut/defective/without_defect.yaml"


def read_variants(root: Path) -> tuple[Variant, ...]:
    """Read the list of a suite, in its order; raises ToolFault where it can't be read."""
    variants: tuple[Variant, ...] = _read(root, LIST, tuple[Variant, ...])
    return variants


def read_excuses(root: Path) -> Mapping[str, str]:
    """Return requirement -> why no defect of a system can show it; raises ToolFault where it can't be read."""
    excuses: dict[str, str] = _read(root, EXCUSES, dict[str, str])
    return excuses


def _read(root: Path, name: str, kind: Any) -> Any:
    try:
        return msgspec.convert(yaml.safe_load((root / name).read_text(encoding="utf-8")), kind)
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: not UTF-8, or another shape
        text = _("Listen over systemer med fejl kan ikke læses: {why}.").format(why=error)
        raise ToolFault(text, where=name) from error


def chosen(variants: tuple[Variant, ...], only: Iterable[str]) -> tuple[Variant, ...]:
    """Return the named ones in the list's order, all where none is named; UsageMistake for a name that is none."""
    wanted = set(only)
    known = [variant.id for variant in variants]
    for name in sorted(wanted.difference(known)):
        near = difflib.get_close_matches(name, known, n=1)
        raise UsageMistake(
            _("Der findes intet system, som hedder “{name}”.").format(name=name),
            remedy=_("Mente du “{near}”?").format(near=near[0]) if near else "",
        )
    return tuple(variant for variant in variants if not wanted or variant.id in wanted)


def within(variants: Iterable[Variant], steps: frozenset[str]) -> Iterator[Variant]:
    """Yield the harmless systems, and the defective ones that one of the steps must catch, with those steps only."""
    for variant in variants:
        expected = tuple(step for step in variant.expected_at if step in steps)
        if expected or variant.kind is Kind.HARMLESS:
            yield replace(variant, expected_at=expected)
