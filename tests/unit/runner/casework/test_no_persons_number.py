"""A real person's CPR number comes into no session, wherever somebody types it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from labcert.domain.casework import Actor, TestType
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Outcome
from labcert.domain.sut import System, Vendor
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework import closing, commenting, deviating, reviewing
from labcert.runner.casework.case import open_case
from labcert.runner.casework.opening import Wished, open_session
from tests.unit.runner.casework.carried import SUT
from tests.unit.runner.casework.conftest import TECHNICAL

NUMBER = "311299-0000"
SOMEBODY = Actor(f"Vera {NUMBER}", f"Tester {NUMBER}", f"MedCom {NUMBER}", f"LPS {NUMBER}")
FILE = HandedIn(f"{NUMBER}.txt", "text/plain", NUMBER.encode())


def test_whatever_people_type_is_kept_without_it(ran, tmp_path):
    """Names, roles, parties, remarks, file names and files; in every file and event of the session."""
    there = ran({TECHNICAL: Outcome.FAILED})
    today = open_case(*there.place).day
    commenting.comment(*there.place, commenting.Remark(f"Se 3112990000 og {NUMBER}"), SOMEBODY)
    commenting.add_evidence(*there.place, [FILE], "", NUMBER, SOMEBODY)
    asked = deviating.Request("SKE-04", (), f"Fordi {NUMBER}", today, today + timedelta(days=9))
    deviating.ask(*there.place, asked, SOMEBODY)
    approval = deviating.Approval("AFV-1", FILE, f"Dorte {NUMBER}", "0BCD1", f"Region {NUMBER}")
    deviating.approve(*there.place, approval, SOMEBODY)
    reviewing.submit(*there.place, SOMEBODY)
    reviewing.claim(*there.place, SOMEBODY)
    ended = closing.Closing(approved=False, remark=f"Nej {NUMBER}", allure=False)
    closing.close(*there.place, ended, SOMEBODY, lambda _phase: None)
    folder = there.store.materialise(there.id, tmp_path / "ud").path
    found = [path for path in folder.rglob("*") if NUMBER in path.name or _has_it(path)]
    assert found == []
    assert (folder / "report.html").is_file()


def _has_it(path):
    return path.is_file() and any(form in path.read_bytes() for form in (NUMBER.encode(), b"3112990000"))


@pytest.mark.parametrize(
    "changed",
    [
        replace(SUT, vendor=Vendor(f"Firma {NUMBER}")), replace(SUT, vendor=Vendor("Firma", contact=f"Lis {NUMBER}")),
        replace(SUT, system=System("System", f"1.0 {NUMBER}")), replace(SUT, system=System(f"System {NUMBER}", "1.0")),
        replace(SUT, not_relevant={"TP-4.3.13": f"Fordi {NUMBER}"}),
    ],
    ids=["vendor", "contact", "version", "system", "reason"],
)  # fmt: skip
def test_a_description_of_a_system_has_none(store, suite, changed):
    """It stands to the letter on the certificate, so it isn't masked but asked for anew; no session is begun."""
    with pytest.raises(UsageMistake, match="311299-xxxx") as refused:
        open_session(store, suite, Wished("laba", changed, TestType.LIVE))
    assert NUMBER not in str(refused.value)
    assert store.sessions() == ()
