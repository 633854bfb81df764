"""What a standing is called, and the sentence that says what the register holds."""

from labcert.domain.language import _, ngettext
from labcert.reporting.pages import day_word
from labcert.reporting.register.model import Register, Standing

__all__ = ["TONES", "register_sentence", "standing_word"]

TONES = {
    Standing.VALID: "good", Standing.EXPIRES_SOON: "soon", Standing.NOT_YET_VALID: "wait", Standing.EXPIRED: "bad",
    Standing.REVOKED: "bad", Standing.SUPERSEDED: "none", Standing.AWAITS_CERTIFICATE: "wait",
    Standing.NOT_APPROVED: "bad", Standing.CLAIMED: "wait", Standing.WAITING: "wait",
}  # fmt: skip
"""standing -> the colour of its mark in a page; the word says the same"""


def standing_word(standing: Standing) -> str:
    """Return what stands in the column Status."""
    words = {
        Standing.VALID: _("gældende"),
        Standing.EXPIRES_SOON: _("udløber snart"),
        Standing.NOT_YET_VALID: _("gælder ikke endnu"),
        Standing.EXPIRED: _("udløbet"),
        Standing.REVOKED: _("tilbagekaldt"),
        Standing.SUPERSEDED: _("erstattet"),
        Standing.AWAITS_CERTIFICATE: _("afventer certifikat"),
        Standing.NO_CERTIFICATE: _("godkendt uden certifikat"),
        Standing.NOT_APPROVED: _("ikke godkendt"),
        Standing.CLAIMED: _("under gennemgang"),
        Standing.WAITING: _("venter på gennemgang"),
        Standing.NOT_SUBMITTED: _("ikke afleveret"),
        Standing.DEMO: _("demonstration"),
    }
    return words[standing]


def register_sentence(register: Register) -> str:
    """Say what there is: how many rows, how many that count, and why there may be none."""
    if not register.rows and register.everything:
        return _("Lageret har ingen sessioner endnu, så registret er tomt.")
    if not register.rows:
        return _("Ingen session er godkendt endnu, så registret er tomt.")
    counting = [row for row in register.rows if row.standing in (Standing.VALID, Standing.EXPIRES_SOON)]
    standing, tests = sum(not row.test for row in counting), sum(row.test for row in counting)
    count = len(register.rows)
    text = ngettext("{count} række", "{count} rækker", count).format(count=count)
    counted = ngettext("{count} er gældende", "{count} er gældende", standing).format(count=standing)
    told = _("{rows}, hvoraf {standing} den {day}.").format(rows=text, standing=counted, day=day_word(register.day))
    if not tests:
        return told
    only = ngettext(
        "{count} hviler på et TEST-certifikat, som intet godkender.",
        "{count} hviler på et TEST-certifikat, som intet godkender.",
        tests,
    )
    return told + " " + only.format(count=tests)
