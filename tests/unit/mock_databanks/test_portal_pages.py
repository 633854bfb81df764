"""The portal's pages: newest values with their marks, nothing that was refused, and safe HTML."""

import pytest
from lxml import html

from mock_databanks.portal import Source, SourceVersion, View, render_page, shown_rows
from tests.support.lab_messages import NANCY, NS, URINE, Answer, biochemistry, microbiology


def version(answer, *, refused=False, origin="gp", micro=False):
    """A version as a databank gives it."""
    text = microbiology(answer) if micro else biochemistry(answer)
    return SourceVersion(text.replace(">", f' xmlns="{NS}">', 1), refused, origin)


def source(*versions, databank="LABA"):
    """An answer as a databank gives it."""
    return Source(databank, versions)


def page(*sources, side="citizen", cpr=NANCY, origin=None, via="sundhed.dk"):
    """The page of some answers."""
    return render_page(View(side, cpr, via, origin), shown_rows(sources, origin))


def values(*sources, origin=None):
    """What the rows show."""
    return [(row.code, row.value, row.corrected) for row in shown_rows(sources, origin)]


HB = ("NPU02319", "iupac", "SST")
CRP = ("NPU19748", "iupac", "SST")


def test_only_the_newest_version_is_shown():
    """A correction takes its original's place and is marked."""
    correction = version(Answer(value="24", status="svar_rettet"))
    assert values(source(version(Answer()), correction)) == [("NPU19748", "24", True)]
    assert "Rettet" in page(source(version(Answer()), correction))
    assert "Rettet" not in page(source(version(Answer())))


def test_a_correction_of_one_analysis_leaves_the_others():
    """Each code is shown from the newest version that has it."""
    both = version(Answer(codes=(CRP, HB)))
    assert sorted(values(source(both, version(Answer(codes=(HB,), value="8,1", status="svar_rettet"))))) == [
        ("NPU02319", "8,1", True),
        ("NPU19748", "42", False),
    ]


@pytest.mark.parametrize(
    ("refusals", "shown"),
    [
        ((True,), []),
        ((False, True), []),
        ((True, False), [("NPU19748", "42", False)]),
        ((False,), [("NPU19748", "42", False)]),
    ],
)
def test_refused_consent_hides_the_answer(refusals, shown):
    """The newest version decides: a refusal hides older versions too, a later consent shows the answer."""
    assert values(source(*(version(Answer(), refused=refused) for refused in refusals))) == shown


def test_an_older_refused_version_is_never_shown_in_part():
    """What only stands in a refused version stays hidden."""
    assert values(source(version(Answer(codes=(CRP, HB)), refused=True), version(Answer()))) == [
        ("NPU19748", "42", False)
    ]


def test_origin_filters():
    """The filter gp leaves hospitals out, and the other way round."""
    practice, hospital = source(version(Answer())), source(version(Answer(sample="RP2", value="7"), origin="hospital"))
    assert len(values(practice, hospital)) == 2
    assert values(practice, hospital, origin="gp") == [("NPU19748", "42", False)]
    assert values(practice, hospital, origin="hospital") == [("NPU19748", "7", False)]
    assert "Almen praksis" in page(practice)


def test_a_row_says_value_unit_interval_mark_and_comments():
    """All that the message says about a result."""
    extra = "<ResultValidation>for_hoej</ResultValidation><ResultComments>Kontrol <Bold>i morgen</Bold><Break/>&lt;b&gt;</ResultComments>"
    answer = Answer(extra=extra)
    xml = (
        biochemistry(answer)
        .replace(
            "<ResultType>",
            "<ReferenceInterval><TypeOfInterval>uspecificeret</TypeOfInterval><LowerLimit>1</LowerLimit>"
            "<UpperLimit>8</UpperLimit></ReferenceInterval><ResultType>",
        )
        .replace("<Value>", "<Operator>stoerre_end</Operator><Value>")
    )
    (row,) = shown_rows([source(SourceVersion(xml.replace(">", f' xmlns="{NS}">', 1), False, "gp"))])
    assert (row.value, row.unit, row.interval, row.abnormal) == ("> 42", "mg/L", "1-8", "For høj")
    assert row.comments == ("Kontrol <strong>i morgen</strong><br>&lt;b&gt;",)


def test_a_received_sample_says_so():
    """The value ***** is no result."""
    text = page(source(version(Answer(value="*****", status="proeve_modtaget", report="modtaget"))))
    assert text.count("Prøven er modtaget") == 1


def test_microbiology_shows_culture_pattern_and_microscopy():
    """The resistance pattern is a table of antibiotics against micro-organisms."""
    text = page(source(version(URINE, micro=True), databank="MiBa"))
    root = html.document_fromstring(text)
    pattern = next(table for table in root.iter("table") if table.findtext("caption") == "Resistens")
    assert [cell.text_content() for cell in pattern.iter("td")] == ["S", "R"]
    for said in ("Escherichia coli", "10^5/mL", "Mecillinam", "S = følsom", "Leukocytter", "mange", "Urin"):
        assert said in text


def test_markup_in_a_message_never_becomes_markup_of_the_page():
    """Names and values are escaped."""
    text = page(source(version(Answer(value="&lt;script&gt;"))))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("via", ["sundhed.dk", "minlaege", "minsundhed"])
def test_every_app_shows_the_same_data(via):
    """Only the frame differs."""
    root = html.document_fromstring(page(source(version(Answer())), via=via))
    assert root.find(".//main").get("data-via") == via
    assert [part.get("data-code") for part in root.iterfind(".//tbody[@data-result]")] == ["NPU19748"]


def test_a_foreign_number_is_never_echoed():
    """The page says that there is nothing, and shows the number masked, in links too."""
    foreign = "010203" + "1234"
    text = page(cpr=foreign)
    assert foreign not in text.replace("-", "")
    assert "Der er ingen laboratoriesvar at vise" in text


def test_a_page_asks_nobody_and_is_readable_without_seeing():
    """Danish, captions and headed cells, and no address of any other host."""
    root = html.document_fromstring(page(source(version(Answer())), source(version(URINE, micro=True))))
    assert root.get("lang") == "da"
    assert all(table.find("caption") is not None for table in root.iter("table"))
    assert all(cell.get("scope") in ("col", "row") for cell in root.iter("th"))
    assert not root.xpath("//@src | //link/@href | //*[starts-with(@href, 'http')]")
