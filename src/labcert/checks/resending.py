"""Sending again: after 30 minutes, at most twice, in a new envelope with the same letter, and never without telling.

Source: MedCom's rules for receipts that do not come.
"""

import re
from collections.abc import Sequence

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = [
    "attempts_are",
    "attempts_were_seen",
    "new_envelope_same_letter",
    "not_sent_again",
    "sent_again",
    "tells_what_to_do",
]

_ANY = Severity.F3  # the judge sets the class that the protocol names
ADVICE = re.compile(r"\b(bed|genstart|henvend|kontakt|kontroll[ée]r|prøv|ret|ring|send|spørg)\b", re.IGNORECASE)
"""words by which a sentence tells its reader to do something; one of them is enough"""


def sent_again(attempts: int, shown: str) -> Finding | None:
    """The LPS has tried once more by itself; `shown` is what it tells its user."""
    if attempts > 1:
        return None
    return Finding(
        "LPS-NO-RESEND",
        _ANY,
        _("LPS'et sendte ikke svaret igen, selv om PLSP ikke havde taget imod det."),
        expected=_("mindst 2 forsøg"),
        actual=_("{attempts} forsøg: {shown}").format(attempts=attempts, shown=shown),
        remedy=_("Send et svar, som PLSP ikke har taget imod, igen af sig selv efter 30 minutter, højst to gange."),
    )


def attempts_are(attempts: int, expected: int, shown: str) -> Finding | None:
    """The LPS has tried exactly so often in all."""
    if attempts == expected:
        return None
    return Finding(
        "LPS-ATTEMPTS",
        _ANY,
        _("LPS'et har ikke forsøgt det rigtige antal gange."),
        expected=str(expected),
        actual=_("{attempts} forsøg: {shown}").format(attempts=attempts, shown=shown),
        remedy=_("Send igen efter 30 minutter, højst to gange, og giv så op og sig det til brugeren."),
    )


def attempts_were_seen(told: int, seen: int) -> Finding | None:
    """PLSP has seen at least as many deliveries as the LPS tells of; others' deliveries may be among them."""
    if seen >= told:
        return None
    return Finding(
        "LPS-ATTEMPTS-TOLD",
        _ANY,
        _("LPS'et viser flere forsøg, end PLSP har set."),
        expected=str(told),
        actual=str(seen),
        remedy=_("Tæl kun et forsøg, når beskeden er sendt til PLSP."),
    )


def not_sent_again(resent: Sequence[str], attempts: int) -> Finding | None:
    """The answer went out once: PLSP met it once (`resent` names later envelopes), and the LPS tells of one attempt."""
    if not resent and attempts == 1:
        return None
    return Finding(
        "LPS-RESENT",
        _ANY,
        _("LPS'et sendte svaret igen uden grund."),
        expected=_("1 afsendelse"),
        actual=_("{attempts} forsøg; igen i kuvert {envelopes}").format(
            attempts=attempts, envelopes=", ".join(resent) or _("uden for PLSP")
        ),
        remedy=_("Send kun igen, når svaret ikke er afleveret, eller når en bestilt kvittering udebliver."),
    )


def new_envelope_same_letter(
    first: tuple[str, Sequence[str]], again: Sequence[tuple[str, Sequence[str]]]
) -> tuple[Finding, ...]:
    """What was sent again has another envelope identifier and the same letter identifiers.

    `first` and each of `again` are an envelope's identifier with its letters', as PLSP met them.
    """
    envelope, letters = first
    if not again:
        return (
            Finding(
                "RESEND-NONE",
                _ANY,
                _("PLSP har ikke mødt svaret igen i en ny kuvert."),
                expected=_("en ny kuvert med {letters}").format(letters=", ".join(letters)),
                actual=_("kun kuverten {envelope}").format(envelope=envelope),
                remedy=_("Send igen med en ny Envelope/Identifier og den samme Letter/Identifier."),
            ),
        )
    found = []
    for later, named in again:
        if later == envelope:
            found.append(_wrong("/Emessage/Envelope/Identifier", _("en anden end {old}").format(old=envelope), later))
        if sorted(named) != sorted(letters):
            found.append(_wrong("Letter/Identifier", ", ".join(letters), ", ".join(named)))
    return tuple(found)


def _wrong(path: str, expected: str, actual: str) -> Finding:
    return Finding(
        "RESEND-IDENTIFIER",
        _ANY,
        _("Svaret blev sendt igen med en forkert identifikator."),
        expected=expected,
        actual=actual,
        path=path,
        remedy=_("Giv kuverten en ny identifikator, når der sendes igen, og lad brevet beholde sin."),
    )


def tells_what_to_do(shown: str) -> Finding | None:
    """The sentence on the screen tells the user to do something, and does not only tell what went wrong."""
    if ADVICE.search(shown):
        return None
    return Finding(
        "LPS-ADVICE",
        _ANY,
        _("LPS'et siger ikke, hvad brugeren skal gøre."),
        expected=_("hvad brugeren skal gøre nu"),
        actual=shown or _("ingen tekst"),
        remedy=_("Skriv ved svaret, hvem brugeren skal kontakte, eller hvad der skal prøves."),
    )
