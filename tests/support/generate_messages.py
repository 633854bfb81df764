"""Right messages by the thousand: realistic answers, of known codes and test persons, that no rule has anything against.

Everything is chosen by a seeded generator, so a number names a message. `right_message(7)` is always the same.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from labcert.domain.messages import (
    ENCODINGS,
    Emessage,
    Encoding,
    Envelope,
    LaboratoryReport,
    MicrobiologyWebReport,
    parse,
    write,
)
from labcert.domain.messages.xrpt01 import LaboratoryResults, RequisitionInformation
from labcert.domain.suite import suite_root
from labcert.validation import Tables, load_tables
from tests.support.generate_biochemistry import biochemistry, result
from tests.support.generate_microbiology import microbiology
from tests.support.message_maker import CLOCK, Maker, moment

__all__ = ["CLOCK", "OWN_CODES", "right_bytes", "right_message", "small_answer", "write_messages", "write_own_codes"]

OWN_CODES = tuple(f"PNT{number:03}" for number in range(60))
"""local codes, for a letter with as many results as there may be"""


# -------------------------------------------------------------------------------------------------------------- messages
@cache
def _suite_tables() -> Tables:
    return load_tables(suite_root())


def _count(rng: random.Random, known: int) -> int:
    """Return how many results a letter has: mostly few, now and then as many as there may be."""
    return min(known, 99, rng.choice((1, 1, 2, 3, 3, 5, 8, 13, 40, 99)) if rng.random() < 0.9 else rng.randint(1, 99))


def right_message(seed: int, tables: Tables | None = None) -> Emessage:
    """Return the right message of a number: one to three letters of either standard."""
    maker = Maker(random.Random(f"right {seed}"), tables or _suite_tables())
    letters: list[LaboratoryReport | MicrobiologyWebReport] = []
    times = maker.moments()
    known = len(maker.analyses("biochemistry"))
    for at in range(maker.rng.choice((1, 1, 1, 2, 3))):
        number = f"{seed}-{at}"
        if maker.maybe(0.6):
            letters.append(biochemistry(maker, number, times, _count(maker.rng, known)))
        else:
            letters.append(microbiology(maker, number, times))
    wish = maker.rng.choice(("pluspositivkvitt", "minuspositivkvitt"))
    envelope = Envelope(sent=moment(times[4]), identifier=f"E{seed}", acknowledgement_code=wish)
    return Emessage(envelope=envelope, letters=tuple(letters))


def right_bytes(seed: int, tables: Tables | None = None) -> bytes:
    """Return the right message of a number as bytes: in any of the encodings, on one line or on many."""
    rng = random.Random(f"bytes {seed}")
    return written(right_message(seed, tables), rng.choice(ENCODINGS), lines=rng.random() < 0.7)


MIXED = frozenset({"AnalysisCompleteName", "ResultTextValue", "ResultComments"})


def written(message: Emessage, encoding: Encoding, *, lines: bool) -> bytes:
    """Write a message, each element on a line of its own where wanted; a mixed text keeps every character."""
    data = write(message, encoding)
    if not lines:
        return data
    root = parse(data)
    _laid_out(root, 0)
    return bytes(etree.tostring(root, encoding=encoding, xml_declaration=True))


def _laid_out(element: etree._Element, level: int) -> None:
    inside, name = list(element), etree.QName(element).localname
    web = next(element.iterancestors("{*}MicrobiologyWebReport"), None) is not None
    if not inside or name in MIXED or (name == "Comments" and not web):
        return
    element.text = "\n" + "  " * (level + 1)
    for child in inside:
        _laid_out(child, level + 1)
        child.tail = "\n" + "  " * (level + (child is not inside[-1]))


def write_own_codes(path: Path) -> Path:
    """Write a table of local codes, so that a letter can have 99 different results."""
    head = "code,code_type,code_responsible,short_name,full_name,unit,result_type,specialty"
    lines = [f"{code},lokal,PNT,Egen {code},Klinikkens egen analyse {code},mmol/L,numerisk,biokemi" for code in OWN_CODES]
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return path


# --------------------------------------------------------------------------------------------------- files to measure with
def small_answer(number: int) -> bytes:
    """Return an XRPT01 of three results, about 4.5 KB, as a practice sends them all day; `number` up to 10 million."""
    maker = Maker(random.Random(f"small {number}"), _suite_tables())
    times = maker.moments()
    letter = biochemistry(maker, f"{number:08}", times, 1)
    sample = replace(letter.requisition_information.sample, volume=None, unit_of_volume=None, sampling_interval=None)
    wanted = [row for row in maker.analyses("biochemistry") if row.result_type == "numerisk" and row.unit]
    plain = [
        replace(result(maker, row, "svar_endeligt", 0), texts=(), reference=()) for row in maker.rng.sample(wanted, 3)
    ]
    general = replace(letter.laboratory_results.general_result_information, report_status_code="komplet_svar")
    results = LaboratoryResults(general_result_information=general, result=tuple(plain))
    envelope = Envelope(sent=moment(times[4]), identifier=f"E{number:08}", acknowledgement_code="pluspositivkvitt")
    asked = RequisitionInformation(sample=sample)
    plainer = replace(letter, cc_receiver=None, requisition_information=asked, laboratory_results=results)
    return written(Emessage(envelope=envelope, letters=(plainer,)), "UTF-8", lines=True)


def write_messages(folder: Path, numbers: Iterable[int]) -> Sequence[Path]:
    """Write a small answer for each number into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"svar-{number:08}.xml"
        path.write_bytes(small_answer(number))
        paths.append(path)
    return paths
