"""What a protocol says: YAML, features and requirement catalogue read, checked as a whole, and shown on paper."""

from labcert.protocol.cases import case_from_json, case_to_json, for_run
from labcert.protocol.coverage import Coverage, coverage, problems
from labcert.protocol.load import check_suite, load_suite
from labcert.protocol.mistakes import ConfigurationMistakes, Mistake
from labcert.protocol.model import (
    Area,
    Inspection,
    Introduction,
    Kind,
    Page,
    Programme,
    ProgrammeRow,
    Protocol,
    ProtocolStep,
    Requirement,
    Scenario,
    Sentence,
    Source,
    Suite,
)

__all__ = [
    "Area", "ConfigurationMistakes", "Coverage", "Inspection", "Introduction", "Kind", "Mistake", "Page", "Programme",
    "ProgrammeRow", "Protocol", "ProtocolStep", "Requirement", "Scenario", "Sentence", "Source", "Suite",
    "case_from_json", "case_to_json", "check_suite", "coverage", "for_run", "load_suite", "problems",
]
