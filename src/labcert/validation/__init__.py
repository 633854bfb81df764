"""Validates messages: a pipeline of pure steps from bytes to findings, with schemas, code tables, test persons."""

from labcert.validation.persons import known_persons
from labcert.validation.pipeline import default_schemas, validate
from labcert.validation.schemas import Schemas, load_schemas
from labcert.validation.second import second_opinion
from labcert.validation.tables import CodeTable, Mapping, PositiveList, RoutingTable, Tables, load_tables
from labcert.validation.values import LayerResult, LetterKind, Limits, Problem, Validation

__all__ = [
    "CodeTable",
    "LayerResult",
    "LetterKind",
    "Limits",
    "Mapping",
    "PositiveList",
    "Problem",
    "RoutingTable",
    "Schemas",
    "Tables",
    "Validation",
    "default_schemas",
    "known_persons",
    "load_schemas",
    "load_tables",
    "second_opinion",
    "validate",
]
