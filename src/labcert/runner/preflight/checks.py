"""What can be seen on this machine alone: folders, program, certificates, token, ports, clock."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from labcert.domain.errors import SetupFault
from labcert.domain.language import _
from labcert.domain.sut import Executable, Folder, Listening, Security, SystemUnderTest
from labcert.domain.system_words import system_words

__all__ = ["Check", "CheckState", "checked", "danish_time", "fault", "local_checks", "not_tried", "ok", "program_path"]

LEAST_SPACE = 200 << 20
"""bytes; a whole run with its reports takes about a tenth of it"""
PORTS = 5
"""the common one and one a host"""


class CheckState(StrEnum):
    """How a check came out."""

    OK = "ok"
    FAULT = "fault"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True)
class Check:
    """One thing that was tried: what, how it came out, what was seen or why it was not tried, and what to do."""

    what: str
    state: CheckState
    told: str
    remedy: str = ""


def ok(what: str, told: str) -> Check:
    """Return a check that went well."""
    return Check(what, CheckState.OK, told)


def fault(what: str, told: str, remedy: str = "") -> Check:
    """Return a set-up fault."""
    return Check(what, CheckState.FAULT, told, remedy)


def not_tried(what: str, why: str) -> Check:
    """Return a check that was not done."""
    return Check(what, CheckState.NOT_TRIED, why)


def checked(what: str, call: Callable[[], str]) -> Check:
    """Return how a call came out: its sentence, or the SetupFault or OSError that it raised."""
    try:
        return ok(what, call())
    except SetupFault as broke:
        return fault(what, " ".join(filter(None, (broke.message, broke.where and f"({broke.where})"))), broke.remedy)
    except OSError as broke:
        return fault(what, _("Systemet svarede “{why}”.").format(why=system_words(broke)), broke.filename or "")


def local_checks(sut: SystemUnderTest, out: Path, now: datetime, environment: Mapping[str, str]) -> Iterator[Check]:
    """Yield what can be seen without talking to anybody; `out` is where sessions are put."""
    yield checked(_("Mappen til resultater"), lambda: _writable(_existing(out)))
    yield checked(_("Mappen til midlertidige filer"), lambda: _writable(Path(tempfile.gettempdir())))
    yield checked(_("Porte på denne maskine"), lambda: _free_ports(sut.listen))
    yield _clock(now)
    if sut.security.token_from:
        yield checked(_("Adgangsnøgle"), lambda: _token(sut.security.token_from, environment))
    if sut.security.ca or sut.security.certificate:
        from labcert.runner.preflight.certificates import certificate_check

        yield checked(_("Certifikater"), lambda: certificate_check(sut.security, now))
    if sut.listen.certificate:
        from labcert.runner.preflight.certificates import certificate_check

        hub = Security(sut.security.ca, sut.listen.certificate, sut.listen.key)
        yield checked(_("Den lokale hubs certifikat"), lambda: certificate_check(hub, now))
    match sut.adapter:
        case Executable() as executable:
            yield checked(_("Programmet"), lambda: _program(executable))
        case Folder(path=path):
            yield checked(_("Mappen til eksport"), lambda: _exchange(Path(path)))
        case _:
            pass


def _existing(path: Path) -> Path:
    """Return the nearest folder above a path that is there: a session makes the rest."""
    path = path.absolute()
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _writable(folder: Path) -> str:
    if not folder.is_dir():
        raise SetupFault(_("Det er ikke en mappe."), where=str(folder), remedy=_("Vælg en anden mappe."))
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".labcert-") as made:
            (Path(made) / "prøve.txt").write_bytes(b"x")
    except OSError as error:
        raise SetupFault(
            _("Der kan ikke skrives i mappen: {why}.").format(why=system_words(error)), where=str(folder),
            remedy=_("Giv din bruger ret til at skrive der, eller vælg en anden mappe."),
        ) from error  # fmt: skip
    free = shutil.disk_usage(folder).free
    if free < LEAST_SPACE:
        raise SetupFault(
            _("Der er kun {free} MB ledig på disken.").format(free=free >> 20), where=str(folder),
            remedy=_("Skaf mindst {least} MB.").format(least=LEAST_SPACE >> 20),
        )  # fmt: skip
    return _("{folder}: kan skrives, og der er plads.").format(folder=folder)


def _free_ports(listen: Listening) -> str:
    """Open as many ports as the hosts need, all at once; those that sut.yaml names, where it names some."""
    wanted = [listen.port + number if listen.port else 0 for number in range(PORTS)]
    named = f"{wanted[0]}-{wanted[-1]}" if listen.port else _("{count} porte").format(count=PORTS)
    try:
        with ExitStack() as stack:
            for port in wanted:
                stack.enter_context(socket.create_server((listen.host, port)))
    except OSError as error:
        why = system_words(error)
        raise SetupFault(
            _("Der kan ikke lyttes på {ports} på {host}: {why}.").format(ports=named, host=listen.host, why=why),
            remedy=_("Luk programmet, der optager dem, eller ret “listen” i sut.yaml."),
        ) from error
    return _("Der er ledige porte til PLSP, LABA, MiBa og portal.")


def _clock(now: datetime) -> Check:
    """Messages carry Danish time without a zone; a machine in another zone is no fault until a message is wrong."""
    what = _("Tidszone")
    danish = danish_time(now)
    if danish is None:
        return not_tried(what, _("Maskinen har ingen liste over tidszoner, så dansk tid kan ikke slås op."))
    if now.utcoffset() == danish.utcoffset():
        return ok(what, _("Maskinen følger dansk tid; klokken er {time}.").format(time=f"{now:%H:%M}"))
    return ok(
        what,
        _(
            "Maskinen følger ikke dansk tid: den er {own} fra UTC, og Danmark er {danish}. Et system, der kører på "
            "den, skal selv skrive dansk tid."
        ).format(own=_hours(now.utcoffset()), danish=_hours(danish.utcoffset())),
    )


def danish_time(now: datetime) -> datetime | None:
    """Return a time as it is in Denmark, or None where this machine has no list of time zones."""
    try:
        return now.astimezone(ZoneInfo("Europe/Copenhagen"))
    except ZoneInfoNotFoundError:
        return None


def _hours(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _token(name: str, environment: Mapping[str, str]) -> str:
    if not environment.get(name):
        raise SetupFault(
            _("Miljøvariablen {name} er ikke sat.").format(name=name),
            remedy=_("Sæt den, før labcert startes, eller ret “token_from” i sut.yaml."),
        )
    return _("Miljøvariablen {name} er sat.").format(name=name)


def program_path(settings: Executable) -> Path | None:
    """Return the file that the command's first word means, or None where there is none."""
    word, folder = settings.command[0], Path(settings.folder or ".")
    if os.sep in word or (os.altsep and os.altsep in word):
        path = folder / word
        return path if path.exists() else None
    found = shutil.which(word, path=settings.environment.get("PATH"))
    return Path(found) if found else None


def _program(settings: Executable) -> str:
    word = settings.command[0]
    if settings.folder and not Path(settings.folder).is_dir():
        raise SetupFault(
            _("Mappen, som programmet køres i, findes ikke."), where=settings.folder, remedy=_("Ret “folder”.")
        )
    path = program_path(settings)
    if path is None:
        raise SetupFault(
            _("Programmet “{word}” findes ikke.").format(word=word), where=settings.folder,
            remedy=_("Ret “command” i sut.yaml. En sti begynder i mappen, hvor sut.yaml ligger, f.eks. ./mit-lps."),
        )  # fmt: skip
    if path.is_dir() or not os.access(path, os.X_OK):
        raise SetupFault(
            _("Programmet “{word}” kan ikke køres: det er ikke en fil, der må køres.").format(word=word),
            where=str(path), remedy=_("Giv filen ret til at blive kørt (chmod +x), eller skriv fortolkeren foran den."),
        )  # fmt: skip
    return _("{path} findes og må køres.").format(path=path)


def _exchange(folder: Path) -> str:
    if not folder.exists():
        raise SetupFault(_("Mappen findes ikke."), where=str(folder), remedy=_("Lav den, eller ret “path” i sut.yaml."))
    told = _writable(folder)
    lying = [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
    if lying:
        return told + " " + _("Der ligger allerede {count} filer, som ikke bliver taget.").format(count=len(lying))
    return told
