"""Culture and microscopy of a microbiological answer: from Danish keys to labcert.domain.case."""

from labcert.domain.case import Antibiotic, Culture, Microbe, Microscopy, MicroscopyLine, PatternEntry
from labcert.domain.language import _
from labcert.protocol.fields import Fields

__all__ = ["read_culture", "read_microscopy"]

SUSCEPTIBILITIES = {word: word for word in ("S", "I", "R")}
LINE_KINDS = {
    word: word for word in ("celler", "mikroorganisme", "konsistens", "udseende", "vurdering", "flora")
}  # fmt: skip


def _microbes(fields: Fields) -> tuple[Microbe, ...]:
    found = []
    for row in fields.inners("mikroorganismer", _("en mikroorganisme")):
        found.append(Microbe(row.text("navn"), row.optional("vækst"), row.optional("kode")))
        row.finish()
    return tuple(found)


def _antibiotics(pattern: Fields) -> tuple[Antibiotic, ...]:
    found = []
    for row in pattern.inners("antibiotika", _("et antibiotikum")):
        found.append(Antibiotic(row.text("navn"), row.optional("metode"), row.optional("kode")))
        row.finish()
    return tuple(found)


def _position(row: Fields, key: str, count: int) -> int:
    """Read a position that counts from 1 and must point at something; 0 where it does not."""
    text = row.text(key)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= count:
        return int(text)
    if text:
        row.tell(key, _("“{key}: {text}” peger ikke på nogen. Der er {count}.").format(key=key, text=text, count=count))
    return 0


def _entries(pattern: Fields, microbes: int, antibiotics: int) -> tuple[PatternEntry, ...]:
    found = []
    for row in pattern.inners("fund", _("et fund i resistensmønsteret")):
        microbe, antibiotic = _position(row, "mikroorganisme", microbes), _position(row, "antibiotikum", antibiotics)
        susceptibility = row.choice("følsomhed", SUSCEPTIBILITIES)
        if microbe and antibiotic and susceptibility:
            found.append(PatternEntry(microbe, antibiotic, susceptibility))
        row.finish()
    return tuple(found)


def read_culture(result: Fields) -> Culture | None:
    """Read `dyrkning` of an answer, or None where it has none."""
    fields = result.inner("dyrkning", _("dyrkning"))
    if fields is None:
        return None
    microbes = _microbes(fields)
    pattern = fields.inner("mønster", _("resistensmønsteret"))
    antibiotics = _antibiotics(pattern) if pattern else ()
    culture = Culture(
        headline=fields.text("overskrift"),
        microbes=microbes,
        pattern_headline=pattern.optional("overskrift") if pattern else None,
        antibiotics=antibiotics,
        entries=_entries(pattern, len(microbes), len(antibiotics)) if pattern else (),
        interpretation=pattern.texts("fortolkning") if pattern else (),
        comments=fields.texts("kommentar"),
    )
    for read in (pattern, fields):
        if read:
            read.finish()
    return culture


def _lines(fields: Fields) -> tuple[MicroscopyLine, ...]:
    found = []
    for row in fields.inners("linjer", _("en linje i mikroskopien")):
        kind = row.choice("type", LINE_KINDS) or "celler"
        found.append(MicroscopyLine(kind, row.text("betegnelse"), row.text("værdi")))
        row.finish()
    return tuple(found)


def read_microscopy(result: Fields) -> Microscopy | None:
    """Read `mikroskopi` of an answer, or None where it has none."""
    fields = result.inner("mikroskopi", _("mikroskopi"))
    if fields is None:
        return None
    headline, comments = fields.text("overskrift"), fields.texts("kommentar")
    microscopy = Microscopy(headline, comments, fields.optional("gruppe"), _lines(fields))
    fields.finish()
    return microscopy
