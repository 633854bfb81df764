"""Statuses of answers and results: is more to come, and is this final."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


@variant("always-complete")
def _every_answer_is_complete(self: ReferenceLps, case: Json) -> str:
    return "komplet_svar"


@variant("complete-as-partial")
def _every_answer_is_a_part(self: ReferenceLps, case: Json) -> str:
    return "del_svar"


@variant("provisional-as-final")
def _provisional_is_final(self: ReferenceLps, result: Json) -> str:
    status = ReferenceLps.result_status_of(self, result)
    return "svar_endeligt" if status == "svar_midlertidigt" else status


@variant("received-as-final")
def _received_is_final(self: ReferenceLps, result: Json) -> str:
    status = ReferenceLps.result_status_of(self, result)
    return "svar_endeligt" if status == "proeve_modtaget" else status


@variant("provisional-with-stars")
def _no_provisional_values(self: ReferenceLps, result: Json) -> str:
    provisional = self.result_status_of(result) == "svar_midlertidigt"
    return "*****" if provisional else ReferenceLps.cut_or_block_value(self, result)


@variant("received-in-words")
def _words_for_stars(self: ReferenceLps, result: Json) -> str:
    received = self.result_status_of(result) == "proeve_modtaget"
    return "Følger" if received else ReferenceLps.cut_or_block_value(self, result)
