"""Statuses: that report, results and values tell the same."""

import pytest

from tests.support.built_letters import (
    coded,
    culture,
    findings,
    findings_of,
    interval,
    investigation,
    message,
    microscopy,
    quantities,
    report,
    resistance,
    result,
    rules,
    web_report,
    words,
)

STARS = "*****"
ANSWERED = ["svar_endeligt", "svar_rettet"]


@pytest.mark.parametrize(
    ("report_status", "status", "value", "expected"),
    [
        *[("komplet_svar", status, "5", []) for status in ANSWERED],
        *[("komplet_svar", status, STARS, ["STAT-001"]) for status in ANSWERED],
        ("komplet_svar", "svar_midlertidigt", "5", ["STAT-003"]),
        ("komplet_svar", "svar_midlertidigt", STARS, ["STAT-003", "STAT-001"]),
        ("komplet_svar", "proeve_modtaget", STARS, ["STAT-003"]),
        ("komplet_svar", "proeve_modtaget", "5", ["STAT-002"]),
        *[("del_svar", status, "5", []) for status in (*ANSWERED, "svar_midlertidigt")],
        *[("del_svar", status, STARS, ["STAT-001"]) for status in (*ANSWERED, "svar_midlertidigt")],
        ("del_svar", "proeve_modtaget", STARS, []),
        ("del_svar", "proeve_modtaget", "5", ["STAT-002"]),
        *[("modtaget", status, "5", ["STAT-004"]) for status in (*ANSWERED, "svar_midlertidigt")],
        *[("modtaget", status, STARS, ["STAT-001"]) for status in (*ANSWERED, "svar_midlertidigt")],
        ("modtaget", "proeve_modtaget", STARS, []),
        ("modtaget", "proeve_modtaget", "5", ["STAT-002"]),
    ],
)
def test_report_result_and_value_of_xrpt01(report_status, status, value, expected):
    """All that can stand together, and one finding for one contradiction."""
    assert rules(message(report(result(value, status=status), status=report_status))) == expected


@pytest.mark.parametrize("value", ["***", "****", "******", "* * * * *", " *****", "***** "])
def test_stars_that_are_not_five(value):
    """Beside proeve_modtaget they are a hint; beside an answer they are as wrong as five."""
    (found,) = findings(message(report(result(value, status="proeve_modtaget"), status="modtaget")))
    assert (found.rule, found.actual, found.expected) == ("LAB-STAT-008", value, STARS)
    assert rules(message(report(result(value)))) == ["STAT-001"]


@pytest.mark.parametrize("value", ["*", "**", "5*****", "*****5"])
def test_other_values_with_a_star_are_no_stars(value):
    """One or two stars, and stars beside something, are values."""
    assert rules(message(report(result(value, status="proeve_modtaget"), status="modtaget"))) == ["STAT-002"]


def test_a_complete_answer_tells_how_many_are_open_once():
    """One finding for the letter, with each status once."""
    results = (
        result(), result(STARS, of="hb", status="proeve_modtaget"), words(status="svar_midlertidigt"),
        words(of="stick", status="svar_midlertidigt"),
    )
    (found,) = findings(message(report(*results)))
    assert found.message == (
        "Svaret er komplet_svar, men 3 af 4 resultater har status proeve_modtaget, svar_midlertidigt."
    )
    assert found.path.endswith("/GeneralResultInformation/ReportStatusCode")
    assert found.actual == "komplet_svar med proeve_modtaget, svar_midlertidigt"


def test_a_received_sample_with_one_answer_is_told_once():
    """The status modtaget is wrong from the first answer on."""
    results = result(STARS, status="proeve_modtaget"), result("8,4", of="hb"), words()
    (found,) = findings(message(report(*results, status="modtaget")))
    assert (found.rule, found.actual) == ("LAB-STAT-004", "modtaget med svar_endeligt")
    assert found.path.endswith("/GeneralResultInformation/ReportStatusCode")


@pytest.mark.parametrize(
    ("more", "expected", "place"),
    [
        ({"operator": "mindre_end"}, "Operator", "Operator"),
        ({"mark": "for_hoej"}, "ResultValidation", "ResultValidation"),
        ({"texts": "<ResultTextValue>Negativ</ResultTextValue>"}, "ResultTextValue", "ResultTextValue"),
        ({"operator": "mindre_end", "mark": "unormal"}, "Operator, ResultValidation", "Operator"),
    ],
)
@pytest.mark.parametrize("value", [STARS])
def test_what_is_only_received_is_not_judged(more, expected, place, value):
    """Neither an operator, a mark nor a text; what there is is told together."""
    (found,) = findings(message(report(result(value, status="proeve_modtaget", **more), status="modtaget")))
    assert (found.rule, found.actual) == ("LAB-STAT-006", expected)
    assert found.path.endswith(f"/Result/{place}")
    answered = result("5", **more, interval=interval("4,5", "4,9") if "mark" in more else "")
    assert "LAB-STAT-006" not in [one.rule for one in findings(message(report(answered)))]


def test_a_received_sample_may_have_a_comment_an_interval_and_a_unit():
    """They are known before the answer is."""
    comment = "<ResultComments>Svar følger.</ResultComments>"
    one = result(STARS, status="proeve_modtaget", texts=comment, interval=interval())
    assert rules(message(report(one, status="modtaget"))) == []


def test_a_value_beside_received_is_the_only_finding_of_that_result():
    """What else is wrong with it follows from the status."""
    judged = result("&lt;5", status="proeve_modtaget", operator="mindre_end", mark="for_hoej")
    assert rules(message(report(judged, status="modtaget"))) == ["STAT-002"]


FOUND = {
    "quantity": quantities(findings_of()),
    "words": quantities(findings_of(None)),
    "culture": culture("Escherichia coli"),
    "microscopy": microscopy(),
}
NOT_FOUND = {
    "stars": quantities(findings_of(STARS, "ikke_angivet", None)),
    "shell": quantities(comments=f"<Comments>{coded('Dyrkes')}</Comments>"),
    "no growth yet": culture(comments=f"<Comments>{coded('Dyrkes i to døgn')}</Comments>"),
    "microscopy without lines": microscopy(grouping=False),
    "nothing": "",
}


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
@pytest.mark.parametrize(
    ("report_status", "status", "expected"),
    [
        ("komplet_svar", "svar_endeligt", []),
        ("komplet_svar", "svar_rettet", []),
        ("komplet_svar", "svar_midlertidigt", ["STAT-003"]),
        ("komplet_svar", "proeve_modtaget", ["STAT-003"]),
        ("del_svar", "svar_endeligt", []),
        ("del_svar", "svar_midlertidigt", []),
        ("del_svar", "proeve_modtaget", ["STAT-005"]),
        ("modtaget", "svar_endeligt", ["STAT-004"]),
        ("modtaget", "svar_midlertidigt", ["STAT-004"]),
        ("modtaget", "proeve_modtaget", ["STAT-005"]),
    ],
)
def test_statuses_and_findings_of_xrpt05(found, report_status, status, expected):
    """One contradiction, one finding, whatever kind of findings there are."""
    letter = web_report(investigation(found), status=report_status, result_status=status)
    assert rules(message(letter)) == expected


@pytest.mark.parametrize("found", NOT_FOUND.values(), ids=NOT_FOUND)
@pytest.mark.parametrize("report_status", ["modtaget", "del_svar"])
def test_what_is_no_finding_may_stand_by_a_received_sample(found, report_status):
    """Stars, comments and an empty investigation tell that nothing is found yet."""
    assert rules(message(web_report(investigation(found), status=report_status, result_status="proeve_modtaget"))) == []


def test_a_pattern_alone_is_a_finding():
    """Resistance is never known of a sample that is only received."""
    letter = web_report(
        investigation(culture("Escherichia coli", pattern=resistance())), status="modtaget", result_status="proeve_modtaget"
    )
    (found,) = findings(message(letter))
    assert found.message == "Svaret er proeve_modtaget, men antallet af undersøgelser med fund er 1."
    assert found.path.endswith("/GeneralResultInformation/ResultStatusCode")


def test_one_answer_among_stars_is_a_finding():
    """The investigations with findings are counted, not the findings."""
    two = quantities(findings_of(STARS, "ikke_angivet", None), findings_of())
    letters = investigation(two), investigation(NOT_FOUND["stars"], location="Nyre"), investigation(microscopy(), location="Ureter")
    (found,) = findings(message(web_report(*letters, status="del_svar", result_status="proeve_modtaget")))
    assert found.message == "Svaret er proeve_modtaget, men antallet af undersøgelser med fund er 2."


@pytest.mark.parametrize(
    ("report_status", "status", "expected"),
    [
        ("komplet_svar", "svar_endeligt", ["STAT-001"]),
        ("komplet_svar", "proeve_modtaget", ["STAT-003"]),
        ("del_svar", "svar_midlertidigt", []),  # one status for all: some of them may wait
        ("del_svar", "svar_endeligt", []),
        ("modtaget", "svar_endeligt", ["STAT-004"]),
        ("modtaget", "proeve_modtaget", []),
    ],
)
def test_stars_in_xrpt05(report_status, status, expected):
    """The letter has one status, so stars are certainly wrong only where all is answered."""
    letter = web_report(investigation(NOT_FOUND["stars"]), status=report_status, result_status=status)
    assert rules(message(letter)) == expected


def test_stars_of_another_number_in_xrpt05():
    """The letter's status is the value's."""
    stars = quantities(findings_of("****", "ikke_angivet", None))
    assert rules(message(web_report(investigation(stars), status="modtaget", result_status="proeve_modtaget"))) == ["STAT-008"]
    assert rules(message(web_report(investigation(stars), status="del_svar", result_status="svar_midlertidigt"))) == []


def test_both_codes_of_xrpt05_are_told():
    """A complete answer that is not answered names the status."""
    (found,) = findings(message(web_report(result_status="svar_midlertidigt")))
    assert found.message == "Svaret er både komplet_svar og svar_midlertidigt."
    (found,) = findings(message(web_report(status="modtaget", result_status="svar_rettet")))
    assert found.message == "Svaret er modtaget, men et resultat har status svar_rettet."


EMPTY = {"nothing": "", "empty quantities": quantities(), "empty culture": culture()}


@pytest.mark.parametrize("found", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize(
    ("report_status", "status", "expected"),
    [
        ("komplet_svar", "svar_endeligt", ["STAT-007"]),
        ("komplet_svar", "svar_rettet", ["STAT-007"]),
        ("komplet_svar", "svar_midlertidigt", ["STAT-003"]),
        ("komplet_svar", "proeve_modtaget", ["STAT-003"]),
        ("del_svar", "svar_endeligt", []),
        ("modtaget", "svar_endeligt", ["STAT-004"]),
    ],
)
def test_an_answered_investigation_says_something(found, report_status, status, expected):
    """Only where all is final is silence a flaw."""
    letter = web_report(investigation(found), status=report_status, result_status=status)
    assert [rule for rule in rules(message(letter)) if rule.startswith("STAT")] == expected


SAID = {
    "quantity": {"found": FOUND["quantity"]},
    "interpretation": {"found": quantities(interpretation=f"<InterPretation>{coded('Ikke påvist')}</InterPretation>")},
    "comment on quantities": {"found": quantities(comments=f"<Comments>{coded('Ikke påvist')}</Comments>")},
    "culture": {"found": FOUND["culture"]},
    "comment on culture": {"found": culture(comments=f"<Comments>{coded('Ingen vækst')}</Comments>")},
    "microscopy": {"found": microscopy(grouping=False)},
    "summary": {"summary": "Ingen vækst"},
    "headline": {"type": "overskrift"},
}


@pytest.mark.parametrize("more", SAID.values(), ids=SAID)
def test_anything_said_is_an_answer(more):
    """Findings of any kind, a comment, a summary; a headline is no investigation of its own."""
    assert "STAT-007" not in rules(message(web_report(investigation(**more))))


@pytest.mark.parametrize("more", [{"summary": "Ingen vækst"}, {"comments": f"<Comments>{coded('Ingen vækst')}</Comments>"}])
def test_the_letter_may_answer_for_its_investigations(more):
    """Summary and Comments of the letter hold for all."""
    assert rules(message(web_report(investigation(), **more))) == []


def test_each_silent_investigation_is_told_by_its_name():
    """The place is the investigation."""
    (found,) = findings(message(web_report(investigation(culture("Escherichia coli")), investigation(location="Nyre"))))
    assert found.message == "Undersøgelsen Dyrkning og resistens er besvaret, men har hverken fund, Summary eller Comments."
    assert found.path.endswith("/LaboratoryResults/Investigation[2]")
