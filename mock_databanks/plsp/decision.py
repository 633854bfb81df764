"""PLSP's own rules about a message whose XML is in order: has each code a route, and is it in the right standard?"""

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from mock_databanks.codes import TARGETS, CodeTables
from mock_databanks.letters import Code, LetterFacts
from mock_databanks.policies import PlspPolicy

__all__ = ["off_the_list", "reused_envelope", "reused_letter", "route_findings", "shared_codes"]

_SPECIALTIES = {"biochemistry": "klinisk biokemi", "microbiology": "mikrobiologi"}
_DATABANKS = {"laba": "LABA", "miba": "MiBa"}


def shared_codes(letter: LetterFacts, policy: PlspPolicy, tables: CodeTables) -> tuple[Code, ...]:
    """Return the letter's codes as they will be shared: translated where PLSP maps and knows them."""
    return tuple(tables.mapping.get(code, code) if policy.mapping else code for code in letter.codes)


def off_the_list(letter: LetterFacts, policy: PlspPolicy, tables: CodeTables) -> tuple[str, ...]:
    """Return the codes that the positive list holds back; empty where the list is off."""
    if not policy.positive_list:
        return ()
    return tuple(code.code for code in shared_codes(letter, policy, tables) if not tables.listed(code))


def route_findings(letter: LetterFacts, policy: PlspPolicy, tables: CodeTables) -> tuple[Finding, ...]:
    """Return what keeps a letter from being routed: codes without a route, or a standard of the other specialty."""
    if not letter.standard:
        return (_not_ours(letter),)
    found = (
        _about(letter, number, code, tables)
        for number, code in enumerate(shared_codes(letter, policy, tables), start=1)
    )
    return tuple(finding for finding in found if finding is not None)


def reused_envelope(identifier: str) -> Finding:
    """Return the finding about an envelope identifier that was used before for another message."""
    return Finding(
        rule="PLSP-ID-001",
        severity=Severity.F1,
        message=_("Kuvertens identifikation {envelope} er brugt før til en anden besked.").format(envelope=identifier),
        expected=_("en ny identifikation til hver ny besked"),
        actual=identifier,
        remedy=_("Giv hver ny kuvert sin egen identifikation. En identifikation må aldrig bruges igen."),
        path="/Emessage/Envelope/Identifier",
    )


def reused_letter(letter: LetterFacts) -> Finding:
    """Return the finding about a letter identifier that was used before for another content."""
    return Finding(
        rule="PLSP-ID-002",
        severity=Severity.F1,
        message=_("Brevets identifikation {letter} er brugt før til et andet indhold.").format(
            letter=letter.identifier
        ),
        expected=_("en ny identifikation til hvert nyt brev, også til en rettelse"),
        actual=letter.identifier,
        remedy=_("Giv hvert nyt brev sin egen identifikation. Kun en gensendelse af det samme brev beholder sin."),
        path=f"{letter.path}/Letter/Identifier",
    )


def _path(letter: LetterFacts, number: int) -> str:
    if letter.standard == "XRPT01":
        return f"{letter.path}/LaboratoryResults/Result[{number}]/Analysis/AnalysisCode"
    return f"{letter.path}/LaboratoryResults/Investigation[{number}]/Examination/MICAnalysisCode"


def _not_ours(letter: LetterFacts) -> Finding:
    return Finding(
        rule="PLSP-ROUTE-003",
        severity=Severity.F1,
        message=_("Brev nummer {number} er hverken XRPT01 eller XRPT05, så PLSP kan ikke sende det videre.").format(
            number=letter.index + 1
        ),
        expected="LaboratoryReport, MicrobiologyWebReport",
        remedy=_("Send laboratoriesvar som XRPT01 og mikrobiologisvar som XRPT05."),
        path=letter.path,
    )


def _about(letter: LetterFacts, number: int, code: Code, tables: CodeTables) -> Finding | None:
    specialty = tables.specialty(code)
    if specialty is None:
        return _without_route(letter, number, code, tables)
    standard, target = TARGETS[specialty]
    if standard == letter.standard:
        return None
    return Finding(
        rule="PLSP-ROUTE-002",
        severity=Severity.F1,
        message=_("Koden {code} er {specialty} og skal sendes som {right}; den står i {wrong}.").format(
            code=code.code, specialty=_SPECIALTIES[specialty], right=standard, wrong=letter.standard
        ),
        expected=standard,
        actual=letter.standard,
        remedy=_("Send svaret som {right}, så det når {databank}.").format(right=standard, databank=_DATABANKS[target]),
        path=_path(letter, number),
    )


def _without_route(letter: LetterFacts, number: int, code: Code, tables: CodeTables) -> Finding:
    owners, nearest = tables.owners(code.code), tables.nearest(code.code)
    if owners:
        remedy = _("Koden findes med kodeejeren {owners}. Ret AnalysisCodeResponsible.").format(
            owners=", ".join(owners)
        )
    elif nearest:
        remedy = _("De nærmeste kendte koder er {codes}. Ret koden, eller få den optaget i routingtabellen.").format(
            codes=", ".join(nearest)
        )
    else:
        remedy = _("Ret koden, eller få den optaget i routingtabellen.")
    return Finding(
        rule="PLSP-ROUTE-001",
        severity=Severity.F1,
        message=_("Koden {code} ({owner}) har ingen rute: PLSP ved ikke, om den skal til LABA eller MiBa.").format(
            code=code.code, owner=code.responsible
        ),
        expected=_("en kode i routingtabellen"),
        actual=f"{code.code} ({code.responsible})",
        remedy=remedy,
        path=_path(letter, number),
    )
