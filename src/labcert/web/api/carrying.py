"""One run of a session, by the same road as `labcert selftest`."""

from labcert.domain.events import ProgressNoted
from labcert.domain.language import _
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.driving import needs_tester
from labcert.runner.early import Children
from labcert.runner.hosting import starting_for
from labcert.runner.marks import local_time
from labcert.runner.planning import Plan, Wish, plan
from labcert.runner.selftest import Telling, Wanted, self_test
from labcert.session import EventLog, SessionFolder
from labcert.web.api.bodies import NewRun, Which
from labcert.web.api.orders import Order
from labcert.web.api.runs import Cancelled, Job

__all__ = ["carry_out", "planned"]


def planned(folder: SessionFolder, order: Order, wanted: NewRun) -> Plan:
    """Decide what is run; raises UsageMistake where the session can't go on as wished."""
    path = str(folder.path)
    wish = Wish(
        order.programme, order.sut, only=tuple(wanted.only),
        remaining=path if wanted.which is Which.REMAINING else "", failed=path if wanted.which is Which.FAILED else "",
    )  # fmt: skip
    return plan(load_suite(suite_root()), wish)


def carry_out(job: Job, folder: SessionFolder, order: Order, wanted: NewRun) -> None:
    """Run, judge and seal; raises LabcertError. A run that is cancelled leaves a session that can be gone on with."""

    def phase(_text: str) -> None:
        job.look()

    try:
        asked = wanted.tester or needs_tester(order.sut)
        wish = Wanted(
            allure=wanted.allure, may_fetch=False, mailbox=str(job.mailbox) if asked else "",
            tell=Telling(phase=phase, look=job.look),
        )  # fmt: skip
        self_test(planned(folder, order, wanted), wish, Children(suite_root(), start=starting_for(order.sut)))
    except Cancelled:
        with EventLog(folder.events, local_time) as log:
            log.append(ProgressNoted("", _("Kørslen blev stoppet af den, der bestilte den.")))
        raise
