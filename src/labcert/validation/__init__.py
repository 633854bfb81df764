"""Validates messages: a pipeline of pure steps from bytes to findings, with the schemas, code tables and test persons."""

from labcert.validation.persons import known_persons
from labcert.validation.pipeline import default_schemas, validate
from labcert.validation.schemas import Schemas, load_schemas
from labcert.validation.values import LayerResult, LetterKind, Limits, Problem, Validation

__all__ = [
    "LayerResult", "LetterKind", "Limits", "Problem", "Schemas", "Validation", "default_schemas", "known_persons",
    "load_schemas", "validate",
]
