"""A vendor's program and the contract with it: a wish in, its answer out, and what went wrong told as what it is."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from labcert.adapters.child import Captured, Ended, describe_end, run
from labcert.adapters.conversation import Conversation
from labcert.adapters.program_environment import Secrets
from labcert.adapters.program_reply import ProgramReply, UnreadableReply, read_reply
from labcert.adapters.reference import CRASH_RULE
from labcert.domain.case import Case
from labcert.domain.errors import NotAsRequired, SetupFault
from labcert.domain.findings import Finding
from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.domain.sut import Executable
from labcert.domain.system_words import system_words
from labcert.ports import EvidenceSink

__all__ = ["HANG_RULE", "REPLY_RULE", "Program", "Wish"]

HANG_RULE = "SUT-HANGS"
"""The program had not ended, or not answered, when its time was up."""
REPLY_RULE = "SUT-REPLY"
"""The program ended as if it had done what was asked, but its answer is not what the contract says."""
REFUSED_CODE = 10
REFUSABLE = ("send", "correct", "delete")
PAGE_BYTES = 10 * 1024 * 1024
DOING = {
    "send": N_("sende et svar"), "correct": N_("rette et svar"), "delete": N_("slette et svar"),
    "work": N_("hente kvitteringer og sende igen"), "outbox": N_("vise udbakken"), "page": N_("vise udbakken"),
}  # fmt: skip
PLAIN = "text/plain; charset=utf-8"

Value = TypeVar("Value")


@dataclass(frozen=True)
class Wish:
    """One thing to do; `do` is a key of DOING. `envelope` is that of the answer to correct or to delete."""

    do: str
    case: Case | None = None
    envelope: str = ""
    minutes: int = 0

    def line(self) -> bytes:
        """Return the wish as a line of `mode: lines`."""
        told: dict[str, Any] = {"do": self.do}
        if self.case is not None:
            told["case"] = asdict(self.case)
        if self.envelope:
            told["replaces" if self.do == "correct" else "envelope"] = self.envelope
        if self.do == "work":
            told["minutes"] = self.minutes
        return json.dumps(told, ensure_ascii=False).encode()

    def words(self, case: Path, page: Path) -> tuple[str, ...]:
        """Return the wish as words of a command line, with the files of this call."""
        match self.do:
            case "send":
                return "send", "--case", str(case)
            case "correct":
                return "correct", "--case", str(case), "--replaces", self.envelope
            case "delete":
                return "delete", "--envelope", self.envelope
            case "work":
                return "work", "--minutes", str(self.minutes)
            case "page":
                return "outbox", "--html", str(page)
            case do:
                return (do,)


class Program:
    """The program of sut.yaml against a hub's address; `environment` is all of its environment."""

    def __init__(self, settings: Executable, hub: str, environment: Mapping[str, str], evidence: EvidenceSink) -> None:
        self._settings, self._hub, self._evidence = settings, hub, evidence
        self._environment, self._secrets = environment, Secrets.of(environment)
        self._folder = Path(settings.folder or ".").absolute()
        self._talk = Conversation((*settings.command, "serve", "--hub", hub), self._folder, environment)

    def do(self, wish: Wish, read: Callable[[ProgramReply], Value]) -> Value:
        """Have the wish carried out and return what `read` makes of the answer.

        Raises NotAsRequired where the program hangs, breaks, or says what is not in the contract (`read` raises
        UnreadableReply), with its output as evidence; SetupFault where it can't be run.
        """
        ended, page = self._line(wish) if self._settings.mode == "lines" else self._once(wish)
        self._tell(ended)
        try:
            reply = self._reply(wish, ended)
            return read(reply if page is None else replace(reply, html=_text(self._secrets.hidden(page))))
        except UnreadableReply as error:
            self._fail(wish, ended, REPLY_RULE, str(error))

    def close(self) -> None:
        """End a program that lives for a whole run."""
        self._talk.close()

    def _once(self, wish: Wish) -> tuple[Ended, bytes | None]:
        """Call the program in its own process; the page is that which it wrote, None where none was wanted."""
        try:
            with tempfile.TemporaryDirectory(prefix="labcert-", ignore_cleanup_errors=True) as own:
                case, page = Path(own) / "CASE.json", Path(own) / "udbakke.html"
                if wish.case is not None:
                    text = json.dumps(asdict(wish.case), ensure_ascii=False, indent=2)
                    case.write_bytes(text.encode() + b"\n")
                words = (*self._settings.command, *wish.words(case, page), "--hub", self._hub)
                ended = run(words, self._folder, self._environment, self._settings.seconds)
                return ended, _start_of(page) if wish.do == "page" else None
        except OSError as error:  # of our own files: a full disk, a folder that nobody may write in
            raise SetupFault(
                _("labcert kunne ikke skrive til sin midlertidige mappe: {why}.").format(why=system_words(error)),
                remedy=_("Gør plads på disken, eller sæt TMPDIR til en mappe med plads, og kør trinnet igen."),
            ) from error

    def _line(self, wish: Wish) -> tuple[Ended, None]:
        return self._talk.ask(wish.line(), self._settings.seconds), None

    def _reply(self, wish: Wish, ended: Ended) -> ProgramReply:
        """Return what the program answered; raises NotAsRequired or UnreadableReply where that is none."""
        if ended.code is None:
            self._fail(wish, ended, HANG_RULE, _("Der var ikke svar efter {seconds:g} sekunder.").format(
                seconds=self._settings.seconds))  # fmt: skip
        lines = self._settings.mode == "lines"
        if ended.code not in ((0,) if lines else (0, REFUSED_CODE)):
            self._fail(wish, ended, CRASH_RULE, _("Programmet {how}.").format(how=describe_end(ended.code)))
        if ended.out_of_turn:
            raise UnreadableReply(_("Programmet skrev en linje, som ingen havde bedt om."))
        whole = ended.out.whole
        said = None if whole is None else self._secrets.hidden(whole)
        reply = read_reply(said, may_be_empty=wish.do in ("work", "page") and not lines)
        if reply.error:
            self._fail(wish, ended, CRASH_RULE, _("Programmet meldte en fejl."))
        _agree(wish, reply, refused=bool(reply.refusal) if lines else ended.code == REFUSED_CODE)
        return reply

    def _tell(self, ended: Ended) -> None:
        """Keep what a person may want to know though nothing failed."""
        if ended.left_behind:
            self._evidence.note(_("Programmet efterlod processer, der stadig kørte; de er standset."))
        if ended.err.size:
            self._keep(_("Det som programmet skrev på stderr"), ended.err)

    def _fail(self, wish: Wish, ended: Ended, rule: str, actual: str) -> NoReturn:
        self._talk.end()  # the next thing to do begins clean
        self._keep(_("Det som programmet skrev"), ended.out)
        doing, seconds = _(DOING[wish.do]), round(ended.seconds, 1)
        self._evidence.note(
            _("Programmet skulle {doing}: {actual} Det tog {seconds} sekunder.").format(
                doing=doing, actual=actual, seconds=seconds
            )
        )
        raise NotAsRequired(_finding(rule, doing, actual))

    def _keep(self, name: str, said: Captured) -> None:
        """Keep an output; the store masks persons, and secrets are taken out here. One that is empty says so."""
        data = self._secrets.hidden(said.excerpt()) or _("(intet)").encode()
        self._evidence.keep(name, PLAIN, data)


def _agree(wish: Wish, reply: ProgramReply, *, refused: bool) -> None:
    """See that exit code and words say the same; raises UnreadableReply."""
    if refused and wish.do not in REFUSABLE:
        raise UnreadableReply(_("Programmet afviste noget, som ikke kan afvises."))
    if refused and not reply.refusal:
        raise UnreadableReply(_("“{key}” mangler eller er tom.").format(key="reason"))
    if reply.refusal and not refused:
        raise UnreadableReply(_("Programmet sluttede med kode 0 (sendt), men gav en begrundelse for at afvise."))


def _start_of(page: Path) -> bytes:
    """Return the page that the program wrote, b"" where it wrote none."""
    try:
        with page.open("rb") as file:
            return file.read(PAGE_BYTES)
    except OSError:
        return b""


def _text(page: bytes) -> str:
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableReply(_("Siden er ikke i UTF-8.")) from error


def _finding(rule: str, doing: str, actual: str) -> Finding:
    told = {
        HANG_RULE: (
            _("LPS'ets program blev ikke færdigt, da det skulle {doing}.").format(doing=doing),
            _("Programmet er færdigt inden for den tid, sut.yaml giver det (seconds)."),
            _("Se, hvad programmet ventede på. Sender det alligevel senere, tæller det ikke med i trinnet. "
              "Har det brug for mere tid, så skriv det i “seconds”."),
        ),
        CRASH_RULE: (
            _("LPS'et gik ned, da det skulle {doing}.").format(doing=doing),
            _("LPS'et gør det, det bliver bedt om, eller afviser det med en begrundelse."),
            _("Se, hvad programmet skrev, blandt trinnets beviser, ret fejlen, og kør trinnet igen."),
        ),
        REPLY_RULE: (
            _("LPS'ets program svarede ikke, som aftalen siger, da det skulle {doing}.").format(doing=doing),
            _("Ét JSON-objekt i UTF-8: {example} og kode 0, eller {refusal} og kode 10.").format(
                example='{"envelope": "…", "letters": ["…"]}', refusal='{"reason": "…"}'),
            _("Se, hvad programmet skrev, blandt trinnets beviser. Alt andet end svaret skal på stderr."),
        ),
    }  # fmt: skip
    message, expected, remedy = told[rule]
    return Finding(rule, Severity.F1, message, expected, actual, remedy)
