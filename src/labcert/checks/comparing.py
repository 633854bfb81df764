"""Two letters of the same sample held against each other: what a correction keeps of the answer it corrects."""

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["same_field"]

_ANY = Severity.F3  # the judge sets the class that the protocol names


def same_field(before: Letter, after: Letter, path: str) -> Finding | None:
    """Every element at the path says the same in both letters; a path that neither has shows nothing: a finding."""
    old = [place.text for place in before.places(path)]
    new = after.places(path)
    if old and old == [place.text for place in new]:
        return None
    return Finding(
        "SAME-FIELD", _ANY, _("Feltet {path} er ikke det samme som i det første svar.").format(path=path),
        expected=", ".join(old) or _("feltet i det første svar"),
        actual=", ".join(place.text for place in new) or _("intet"),
        path=new[0].path if new else after.own_path, line=new[0].line if new else None,
        remedy=_("Behold {path} fra det første svar, så svarene kan bindes til hinanden.").format(path=path),
    )
