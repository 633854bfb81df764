"""Small messages for the checks: only what a test looks at stands in them."""

import pytest

from labcert.checks import letters_of

NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
RESULT = "<Analysis><AnalysisCode>{code}</AnalysisCode>{analysis}</Analysis>{rest}"


def written(*letters, envelope="E1", encoding="UTF-8", namespace=NAMESPACE):
    """An Emessage of these letters."""
    inner = f"<Envelope><Identifier>{envelope}</Identifier></Envelope>{''.join(letters)}"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<Emessage xmlns="{namespace}">{inner}</Emessage>'
    return text.encode(encoding, "xmlcharrefreplace")


@pytest.fixture
def emessage():
    """Writes an Emessage: letters as text in, bytes out."""
    return written


@pytest.fixture
def report():
    """Reads the letter of a message whose LaboratoryReport has this content."""
    return lambda content: letters_of(written(f"<LaboratoryReport>{content}</LaboratoryReport>"))[0]


@pytest.fixture
def result(report):
    """Reads a letter with one result: (letter, its element); `analysis` stands below Analysis, `rest` after it."""

    def read(code="NPU19748", analysis="", rest=""):
        inner = RESULT.format(code=code, analysis=analysis, rest=rest)
        letter = report(f"<LaboratoryResults><Result>{inner}</Result></LaboratoryResults>")
        return letter, letter.results()[code]

    return read


@pytest.fixture
def investigation():
    """Reads a microbiology letter with one investigation that has this content: (letter, its element)."""

    def read(content, code="NPU16328"):
        examination = f"<Examination><MICAnalysisCode>{code}</MICAnalysisCode></Examination>"
        inner = f"<LaboratoryResults><Investigation>{examination}{content}</Investigation></LaboratoryResults>"
        letter = letters_of(written(f"<MicrobiologyWebReport>{inner}</MicrobiologyWebReport>"))[0]
        return letter, letter.results()[code]

    return read
