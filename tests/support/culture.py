"""Findings of microbiology to put into the message of XRPT05: short ways to write what the tests are about."""

from tests.support.business import XRPT05, edited

__all__ = ["antibiotic", "coded", "culture", "entry", "investigated", "organism", "pattern"]

SUMMARY = "        <Summary>Vækst af Escherichia coli</Summary>\n"
LETTER_COMMENTS = XRPT05[XRPT05.index("      <Comments>\n        <Text>\n          <Paragraph>Svaret er") :
                         XRPT05.index("    </LaboratoryResults>")]  # fmt: skip
FINDINGS = XRPT05[XRPT05.index("        <CultureFindings>") : XRPT05.index("      </Investigation>")]


def coded(name: str, text: str = "", code: str = "", owner: str = "MDS") -> str:
    """Return an element that holds a text of one paragraph, with a code where one is given."""
    own = f"<Code>{code}</Code><CodeType>mds</CodeType><CodeResponsible>{owner}</CodeResponsible>" if code else ""
    return f"<{name}>{own}<Text><Paragraph>{text}</Paragraph></Text></{name}>"


def organism(name: str = "Escherichia coli", growth: str | None = "mange", comment: str = "", code: str = "") -> str:
    """Return a Microorganism."""
    parts = [coded("Identification", name, code)]
    if growth is not None:
        parts.append(coded("GrowthValue", growth))
    if comment:
        parts.append(coded("SpeciesComment", comment))
    return f"<Microorganism>{''.join(parts)}</Microorganism>"


def antibiotic(name: str = "Trimethoprim", method: str = "", code: str = "", owner: str = "MDS") -> str:
    """Return an Antibiotic."""
    how = coded("SusceptibilityMethod", method) if method else ""
    return f"<Antibiotic>{coded('AntibioticName', name, code, owner)}{how}</Antibiotic>"


def entry(organism_number: object, antibiotic_number: object, letter: str = "S") -> str:
    """Return a PatternEntry."""
    return (
        f"<PatternEntry><RefMicroorganism>{organism_number}</RefMicroorganism>"
        f"<RefAntibiotic>{antibiotic_number}</RefAntibiotic><Susceptibility>{letter}</Susceptibility></PatternEntry>"
    )


def pattern(*parts: str) -> str:
    """Return a Pattern of antibiotics and entries."""
    legend = "<SusceptibilityInterpretation><Paragraph>S: følsom</Paragraph></SusceptibilityInterpretation>"
    return f"<Pattern><Headline>Resistens</Headline>{''.join(parts)}{legend}</Pattern>"


def culture(*parts: str, headline: str = "Dyrkning") -> str:
    """Return CultureFindings."""
    return f"<CultureFindings><Headline>{headline}</Headline>{''.join(parts)}</CultureFindings>"


def investigated(*found: str, kind: str = "dyrkning", status: str = "svar_endeligt", quiet: bool = True) -> str:
    """Return the message with these findings at its investigation, and nothing said elsewhere where it is `quiet`."""
    text = edited(
        XRPT05,
        (FINDINGS, "".join(found)),
        ("<ExaminationTypeCode>dyrkning<", f"<ExaminationTypeCode>{kind}<"),
        ("<ResultStatusCode>svar_endeligt<", f"<ResultStatusCode>{status}<"),
    )
    return edited(text, (SUMMARY, ""), (LETTER_COMMENTS, "")) if quiet else text
