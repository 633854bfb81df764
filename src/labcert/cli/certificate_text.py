"""Certificates in words: a table of them all, one with what it says, and both as JSON."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from labcert.domain.language import _

if TYPE_CHECKING:
    from labcert.runner.certificate import Shown

__all__ = ["as_json", "table", "text_of"]


def _state(shown: "Shown") -> str:
    words = {
        "in_force": _("gælder"), "not_yet": _("gælder ikke endnu"), "expired": _("udløbet"),
        "revoked": _("tilbagekaldt"), "superseded": _("afløst"),
    }  # fmt: skip
    word = words[shown.state.value]
    return f"TEST, {word}" if shown.row.test else word


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def table(found: "Sequence[Shown]") -> list[tuple[str, ...]]:
    """Return the headings and a row a certificate."""
    head = (_("Certifikat"), _("Leverandør"), _("System"), _("Gælder fra"), _("Gælder til"), _("Tilstand"))
    return [
        head,
        *(
            (
                each.row.id, each.row.vendor, f"{each.row.system} {each.row.system_version}",
                _day(each.row.valid_from), _day(each.row.valid_to), _state(each),
            )
            for each in found
        ),
    ]  # fmt: skip


def text_of(one: "Shown") -> Iterator[str]:
    """Yield the lines that tell one certificate."""
    row, content = one.row, one.content
    pairs = [
        (_("Certifikat"), row.id),
        (_("Tilstand"), _state(one)),
        (_("Leverandør"), row.vendor),
        (_("System"), f"{row.system}, version {row.system_version}"),
        (_("Standarder"), ", ".join(row.standards)),
        (_("Program"), f"{content['programme_title']}, version {content['programme_version']}"),
        (_("Slags test"), row.test_type),
        (_("Gælder"), f"{_day(row.valid_from)} – {_day(row.valid_to)}"),
        (_("Udstedt"), f"{row.issued[:16].replace('T', ' ')}, {content['issuer']}"),
        (_("Afløser"), row.supersedes),
        (_("Session"), row.session),
        (_("Karakterer"), ", ".join(f"{count} {mark}" for mark, count in content["totals"].items())),
        (_("Afvigelser"), ", ".join(f"{each['id']} ({each['requirement']})" for each in content["deviations"])),
        (_("Underskrevet af"), ", ".join(dict.fromkeys(f"{p['party']}: {p['name']}" for p in content["parties"]))),
    ]
    width = max(len(name) for name, _value in pairs)
    yield from (f"{name.ljust(width)}  {value}" for name, value in pairs if value)
    if one.revocation is not None:
        yield _("Tilbagekaldt {time} af {who}: {why}").format(
            time=one.revocation.time[:16].replace("T", " "), who=one.revocation.by or "–", why=one.revocation.reason
        )


def as_json(shown: "Shown") -> dict[str, Any]:
    """Return what machines want: the row, what it is worth today, and what it says where one was asked for."""
    import msgspec

    told = {
        "certificate": msgspec.to_builtins(shown.row),
        "state": shown.state.value,
        "revocation": msgspec.to_builtins(shown.revocation),
    }
    return told if shown.content is None else told | {"content": shown.content}
