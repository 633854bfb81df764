"""The change radar: editions from folders, zips or this installation, and what their difference touches in a store.

Nothing of an edition is run. Of a zip only the files that judge are unpacked, into a folder that is gone afterwards.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.suite import suite_root
from labcert.protocol.difference import (
    Change,
    ChangeKind,
    Consequence,
    Difference,
    Edition,
    Subject,
    compare,
    read_edition,
)
from labcert.protocol.model import Suite
from labcert.reporting.radar import Radar, Touched, TouchedStep
from labcert.session.contents import Limits, ZipContents
from labcert.session.report import BundleBroken
from labcert.session.store import CertificateRow, SessionRow, Store

__all__ = ["known_persons_of", "open_edition", "scan"]

CURRENT = "current"
SUITES = ("", "labcert/_suite/", "_suite/")
"""where a suite lies in a zip: of a folder or a checkout, in a wheel, and in a wheel of which nothing else is left"""
JUDGING = ("features/", "steps/", "protocols/", "fixtures/", "conftest.py", "suite.ini")
CODES = ("src/labcert/", "labcert/", "")
PACKAGES = ("checks/", "validation/")
LIMITS = Limits(files=50_000, file=20 << 20)
MOST_UNPACKED = 200 << 20
GRAVE = {consequence: rank for rank, consequence in enumerate(Consequence)}


def open_edition(word: str) -> Edition:
    """Read the edition that a word names: a folder, a zip or wheel, `current`, or `.` where that folder is no suite.

    Raises UsageMistake where there is none, or where it can't be read by this version.
    """
    path = Path(word)
    if word == CURRENT or (word == "." and not (path / "protocols").is_dir()):
        return read_edition(suite_root(), _("den installerede udgave"), Path(__file__).resolve().parent.parent)
    if path.is_dir():
        return _of_folder(path, path.resolve().name if word in (".", "..") else word)
    if path.is_file():
        return _of_zip(path)
    raise _no_edition(word, _("Der er ingen mappe eller fil, der hedder {word}.").format(word=word))


def _no_edition(word: str, what: str) -> UsageMistake:
    remedy = _("Nævn en mappe med protocols og features, en wheel eller zip af labcert, eller “current”.")
    return UsageMistake(what, where=word, remedy=remedy)


def _of_folder(folder: Path, name: str) -> Edition:
    for suite in SUITES:
        root = folder / suite
        if (root / "protocols").is_dir():
            codes = (folder / code for code in CODES)
            return read_edition(root, name, next((code for code in codes if (code / "validation").is_dir()), None))
    raise _no_edition(name, _("Mappen {name} har ingen protokoller.").format(name=name))


def _of_zip(path: Path) -> Edition:
    with tempfile.TemporaryDirectory(prefix="labcert-") as made:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(ZipContents(archive, LIMITS), Path(made))
        except BundleBroken as error:
            raise _no_edition(path.name, str(error)) from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _no_edition(path.name, _("{name} er ikke en zip eller wheel.").format(name=path.name)) from error
        return _of_folder_in_zip(Path(made), path.name)


def _of_folder_in_zip(folder: Path, name: str) -> Edition:
    try:
        return _of_folder(folder, name)
    except UsageMistake as error:
        if error.where == name:
            raise _no_edition(name, _("{name} har ingen protokoller.").format(name=name)) from error
        raise


def _unpack(contents: ZipContents, folder: Path) -> None:
    """Write the files that judge; names were checked, and nothing grows beyond what it says or the limit."""
    left = MOST_UNPACKED
    for name in contents.names:
        if not _wanted(name):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for piece in contents.pieces(name):
                left -= len(piece)
                if left < 0:
                    raise _no_edition(name, _("Zip-filen fylder mere, end en udgave af labcert kan."))
                file.write(piece)


def _wanted(name: str) -> bool:
    if any(name.startswith(tuple(suite + judging for judging in JUDGING)) for suite in SUITES):
        return True
    return any(name.startswith(tuple(code + package for package in PACKAGES)) for code in CODES)


def known_persons_of(*editions: Edition) -> set[str]:
    """Return the CPR numbers of the editions' test persons."""
    return {person.cpr for edition in editions for person in edition.suite.persons if person.cpr}


def scan(old: Edition, new: Edition, store: Store | None, day: date) -> Radar:
    """Hold two editions against each other, and say what of a store the changes touch on a day."""
    known = known_persons_of(old, new)
    difference = compare(old, new)
    difference = replace(difference, changes=tuple(_masked(change, known) for change in difference.changes))
    everywhere = sum(not change.steps and _of_all_steps(change) for change in difference.judging)
    if store is None:
        return Radar(difference, everywhere=everywhere)
    seen = _Seen(difference, old.suite, new.suite)
    sessions = [session for session in store.sessions() if not session.demo]
    certificates = tuple(_certificates(store, sessions, seen, day))
    certified = {each.session for each in store.certificates()}
    open_ones = tuple(_sessions([each for each in sessions if each.id not in certified], seen))
    return Radar(difference, certificates, open_ones, everywhere)


def _of_all_steps(change: Change) -> bool:
    return change.subject in (Subject.POLICY, Subject.FILE, Subject.RULE)


def _masked(change: Change, known: set[str]) -> Change:
    sentence, old, new = (mask_text(text, known) for text in (change.sentence, change.old, change.new))
    return replace(change, sentence=sentence, old=old, new=new)


@dataclass(frozen=True)
class _Seen:
    """The difference with the editions that it is between."""

    difference: Difference
    old: Suite
    new: Suite

    def steps(self, programme: str, unchanged: frozenset[str]) -> tuple[TouchedStep, ...]:
        """Return the touched steps of a programme, but for changes of steps of `unchanged` protocols themselves."""
        protocols = {step.id: step.protocol for suite in (self.old, self.new) for step in suite.steps}
        worst: dict[str, TouchedStep] = {}
        for change in self.difference.judging:
            own = change.subject is Subject.STEP
            for step in change.steps:
                if own and protocols.get(step) in unchanged:
                    continue
                touched = TouchedStep(step, change.consequence, own and change.kind is ChangeKind.ADDED)
                known = worst.get(step)
                if known is None or (not known.new and GRAVE[change.consequence] < GRAVE[known.consequence]):
                    worst[step] = touched
        return tuple(worst[step] for step in self._steps_of(programme) if step in worst)

    def rule(self, programme: str) -> Consequence | None:
        """Return the gravest that has happened to a programme itself: its rows, its parties, its rule of approval."""
        own = [
            change.consequence
            for change in self.difference.judging
            if change.subject is Subject.PROGRAMME and change.place == programme
        ]
        return min(own, key=GRAVE.__getitem__, default=None)

    def _steps_of(self, programme: str) -> tuple[str, ...]:
        """Return the ids of a programme's steps in both editions, those it has now first."""
        found: dict[str, None] = {}
        for suite in (self.new, self.old):
            for each in suite.programmes:
                if each.id == programme:
                    found |= dict.fromkeys(step.id for step in suite.steps_of(each))
        return tuple(found)

    def made_anew(self, session: SessionRow) -> bool:
        """Say whether a session is of the new edition's programme, where that has another version than the old's."""
        was, has = ({each.id: each.version for each in suite.programmes} for suite in (self.old, self.new))
        now = has.get(session.programme)
        return was.get(session.programme) != now and session.programme_version == now


def _certificates(store: Store, sessions: list[SessionRow], seen: _Seen, day: date) -> Iterator[Touched]:
    """Yield each certificate that holds on the day and rests on something changed."""
    gone = {each.certificate for each in store.revocations()}
    certificates = store.certificates()
    gone |= {each.supersedes for each in certificates}
    programmes = {session.id: session.programme for session in sessions}
    for certificate in certificates:
        if certificate.id in gone or certificate.valid_to < day or certificate.session not in programmes:
            continue
        programme = programmes[certificate.session]
        steps = seen.steps(programme, _same_protocols(store, certificate, seen.new))
        rule = seen.rule(programme)
        if steps or rule:
            yield Touched(
                certificate.id, certificate.vendor, certificate.system, certificate.system_version, steps,
                certificate.test, programme if rule else "", rule,
            )  # fmt: skip


def _same_protocols(store: Store, certificate: CertificateRow, new: Suite) -> frozenset[str]:
    """Return the protocols that a certificate binds just as they are in the new edition."""
    try:
        document = json.loads(store.certificate_files(certificate.id)[0])
        bound: Mapping[str, str] = document["certificate"]["digests"]["protocols"]
        return frozenset(each.id for each in new.protocols if bound.get(each.id) == each.digest)
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()  # then everything that changed is told


def _sessions(sessions: list[SessionRow], seen: _Seen) -> Iterator[Touched]:
    for session in sessions:
        if seen.made_anew(session):
            continue
        steps, rule = seen.steps(session.programme, frozenset()), seen.rule(session.programme)
        if steps or rule:
            yield Touched(
                session.id, session.vendor, session.system, session.system_version, steps,
                programme=session.programme if rule else "", rule=rule,
            )  # fmt: skip
