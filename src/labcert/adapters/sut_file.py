"""Reads `sut.yaml`, a vendor's description of the system under test, and tells every mistake in it at once.

JSON is YAML too, so the same reader takes what comes over REST and what goes to the process that runs the features.
"""

import json
import math
import shlex
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TypeVar

import yaml

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.sut import (
    ABILITIES,
    MODES,
    Adapter,
    Executable,
    Folder,
    Inbound,
    Listening,
    Manual,
    Reference,
    Security,
    System,
    SystemUnderTest,
    Vendor,
)
from labcert.protocol.fields import Fields, Sheet, is_null
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer
from labcert.protocol.yaml_text import read_text, read_yaml

__all__ = ["KINDS", "example_text", "kind_of", "parse_sut", "read_sut", "sut_text"]

KINDS: dict[str, type[Adapter]] = {
    "reference": Reference, "executable": Executable, "folder": Folder, "inbound": Inbound, "manual": Manual,
}  # fmt: skip
"""the word of sut.yaml -> how the system is driven"""
STANDARDS = {word: word for word in ("XRPT01", "XRPT05")}
LONGEST_WAIT = 24 * 3600.0
MOST_PORT = 65531
"""the four hosts listen on the four ports after it"""

Text = TypeVar("Text", Vendor, System, Security)


def kind_of(adapter: Adapter) -> str:
    """Return the word of sut.yaml for an adapter."""
    return next(word for word, kind in KINDS.items() if isinstance(adapter, kind))


def read_sut(path: Path) -> SystemUnderTest:
    """Read a sut.yaml; raises UsageMistake where there is none, ConfigurationMistakes with every mistake in it."""
    if not path.is_file():
        raise UsageMistake(
            _("Beskrivelsen af systemet findes ikke."),
            where=str(path),
            remedy=_("Angiv den med --sut. “labcert preflight --template” skriver et eksempel."),
        )
    gatherer = Gatherer()
    text = read_text(path, path.name, gatherer)
    if text is None:
        raise ConfigurationMistakes(gatherer.mistakes)
    return parse_sut(text, path.name, path.resolve().parent)


def parse_sut(text: str, file: str, folder: Path) -> SystemUnderTest:
    """Read the text of a sut.yaml, or the same as JSON; `file` names it in sentences, relative paths start in `folder`.

    The paths of the value are absolute. Raises ConfigurationMistakes.
    """
    gatherer = Gatherer()
    node = read_yaml(text, file, gatherer)
    read = None if node is None else _system_under_test(Fields.of(node, Sheet(file, gatherer), _("filen")), folder)
    if read is None or gatherer.mistakes:
        raise ConfigurationMistakes(gatherer.mistakes)
    return read


def sut_text(sut: SystemUnderTest) -> str:
    """Return JSON that `parse_sut` reads as the same value."""
    content = asdict(sut)
    content["adapter"] = {"kind": kind_of(sut.adapter), **content["adapter"]}
    content.pop("folder")
    return json.dumps({key: value for key, value in content.items() if value not in ("", {})}, ensure_ascii=False)


def _system_under_test(page: Fields, folder: Path) -> SystemUnderTest:
    sut = SystemUnderTest(
        vendor=_texts(page, "vendor", Vendor, required=("name",)),
        system=_texts(page, "system", System, required=("name", "version")),
        standards=tuple(dict.fromkeys(page.choices("standards", STANDARDS, required=True))),
        adapter=_adapter(page, folder),
        folder=str(folder),
        hub=_address(page),
        security=_security(page, folder),
        listen=_listen(page, folder),
        not_relevant=_reasons(page),
    )
    page.finish()
    return sut


def _texts(page: Fields, key: str, kind: type[Text], *, required: tuple[str, ...] = ()) -> Text:
    """Read a mapping of texts into a value all of whose fields are texts; a key that is left out keeps its default."""
    inner = page.inner(key, _("“{key}”").format(key=key), required=bool(required))
    names = tuple(field.name for field in fields(kind))
    if inner is None:
        return kind(**dict.fromkeys(required, ""))
    told = {name: inner.text(name) if name in required else (inner.optional(name) or "").strip() for name in names}
    inner.finish()
    return kind(**{name: text for name, text in told.items() if text or name in required})


def _address(page: Fields) -> str:
    address = (page.optional("hub") or "").strip()
    if address and not address.startswith(("http://", "https://")):
        sentence = _("Hub'ens adresse skal begynde med http:// eller https://; den er “{address}”.")
        page.tell("hub", sentence.format(address=address))
    return address.rstrip("/")


def _security(page: Fields, folder: Path) -> Security:
    read = _texts(page, "security", Security)
    if bool(read.certificate) != bool(read.key):
        page.tell("security", _("“certificate” og “key” følges ad: det ene af dem mangler i “security”."))
    return replace(
        read,
        ca=_place(read.ca, folder),
        certificate=_place(read.certificate, folder),
        key=_place(read.key, folder),
    )


def _listen(page: Fields, folder: Path) -> Listening:
    inner = page.inner("listen", _("“listen”"))
    if inner is None:
        return Listening()
    host, port, *files = ((inner.optional(key) or "").strip() for key in ("host", "port", "certificate", "key"))
    if port and not (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) <= MOST_PORT):
        inner.tell("port", _("“port” er et tal fra 0 til {most}; der står “{port}”.").format(most=MOST_PORT, port=port))
        port = ""
    if bool(files[0]) != bool(files[1]):
        page.tell("listen", _("“certificate” og “key” følges ad: det ene af dem mangler i “listen”."))
    inner.finish()
    return Listening(host or Listening().host, int(port or 0), _place(files[0], folder), _place(files[1], folder))


def _place(path: str, folder: Path) -> str:
    return str(folder / Path(path).expanduser()) if path else ""


def _reasons(page: Fields) -> dict[str, str]:
    inner = page.inner("not_relevant", _("“not_relevant”"))
    if inner is None:
        return {}
    steps = inner.keys()
    return {step: inner.text(step) for step in steps}


def _adapter(page: Fields, folder: Path) -> Adapter:
    inner = page.inner("adapter", _("“adapter”"), required=True)
    if inner is None:
        return Reference()
    kind = inner.choice("kind", KINDS)
    if kind is None:  # then nobody knows which other keys belong there
        return Reference()
    inner.what = _("“adapter” af slagsen {kind}").format(kind=inner.optional("kind"))
    read = _READERS[kind](inner, folder)
    inner.finish()
    return read


def _reference(inner: Fields, _folder: Path) -> Reference:
    return Reference((inner.optional("defect") or "").strip())


def _executable(inner: Fields, folder: Path) -> Executable:
    plain = Executable(())
    able = {ability: ability for ability in ABILITIES}
    can = tuple(dict.fromkeys(inner.choices("can", able))) if inner.has("can") else plain.can
    if not {"send", "correct"} <= set(can):
        inner.tell("can", _("Programmet skal mindst kunne send og correct; skriv begge i “can”."))
    return Executable(
        command=_words(inner),
        folder=_place((inner.optional("folder") or "").strip(), folder) or str(folder),
        seconds=_seconds(inner, "seconds", plain.seconds),
        can=can,
        mode=inner.choice("mode", {mode: mode for mode in MODES}, required=False) or plain.mode,
        environment=_environment(inner),
    )


def _words(inner: Fields) -> tuple[str, ...]:
    """Read the command; a line as one types it in a shell is told with the list that it means."""
    node = inner.require("command")
    if isinstance(node, yaml.ScalarNode) and not is_null(node):
        try:
            words = shlex.split(str(node.value))
        except ValueError:
            words = str(node.value).split()
        hint = json.dumps(words, ensure_ascii=False)
        sentence = _("“command” er en liste af ord og ikke en linje, for ingen shell deler den. Skriv: command: {hint}")
        inner.tell("command", sentence.format(hint=hint))
        return ()
    return inner.texts("command", required=True) if node is not None else ()


def _environment(inner: Fields) -> dict[str, str]:
    values = inner.inner("environment", _("“environment”"))
    names = () if values is None else values.keys()
    return {name: values.optional(name) or "" for name in names} if values else {}


def _folder(inner: Fields, folder: Path) -> Folder:
    plain = Folder("")
    return Folder(
        _place(inner.text("path"), folder), _seconds(inner, "seconds", plain.seconds),
        _seconds(inner, "settle", plain.settle),
    )  # fmt: skip


def _inbound(inner: Fields, _folder: Path) -> Inbound:
    return Inbound(_seconds(inner, "seconds", Inbound().seconds))


def _manual(inner: Fields, _folder: Path) -> Manual:
    return Manual(_seconds(inner, "seconds", Manual().seconds))


def _seconds(inner: Fields, key: str, default: float) -> float:
    text = inner.optional(key)
    if text is None:
        return default
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_WAIT:
        sentence = _("“{key}” er et antal sekunder over 0 og højst 86400 (et døgn); der står “{text}”.")
        inner.tell(key, sentence.format(key=key, text=text))
        return default
    return seconds


def example_text() -> str:
    """Return a commented sut.yaml to begin from."""
    return (Path(__file__).parent / "sut_example.yaml").read_text(encoding="utf-8")


_READERS: Mapping[type[Adapter], Callable[[Fields, Path], Adapter]] = {
    Reference: _reference, Executable: _executable, Folder: _folder, Inbound: _inbound, Manual: _manual,
}  # fmt: skip
