"""Validates messages: a pipeline of pure steps from bytes to findings, with schemas, code tables, test persons."""

from labcert.validation.loading import load_rule_book, rule_texts
from labcert.validation.persons import known_persons, national_persons
from labcert.validation.pipeline import default_schemas, validate
from labcert.validation.profile import Profile, Setting
from labcert.validation.rulebook import RuleBook
from labcert.validation.schema_folder import load_schema_dir
from labcert.validation.schemas import Schemas, load_schemas
from labcert.validation.second import Reason, second_opinion
from labcert.validation.tables import CodeTable, Mapping, PositiveList, RoutingTable, Tables, load_tables
from labcert.validation.values import LayerResult, LetterKind, Limits, Problem, Second, Validation

__all__ = [
    "CodeTable",
    "LayerResult",
    "LetterKind",
    "Limits",
    "Mapping",
    "PositiveList",
    "Problem",
    "Profile",
    "Reason",
    "RoutingTable",
    "RuleBook",
    "Schemas",
    "Second",
    "Setting",
    "Tables",
    "Validation",
    "default_schemas",
    "known_persons",
    "load_rule_book",
    "load_schema_dir",
    "load_schemas",
    "load_tables",
    "national_persons",
    "rule_texts",
    "second_opinion",
    "validate",
]
