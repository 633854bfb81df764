"""Defective systems: the reference system with one named behaviour changed, which the protocols must catch."""

from sut.defective.registry import Defect, build, catalogue, without_defect

__all__ = ["Defect", "build", "catalogue", "without_defect"]
