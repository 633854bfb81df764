"""A profile judges findings: every change has a reason, and nothing changes that nobody wrote down."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation import Profile, Setting, rule_texts
from labcert.validation.profile import is_locked

TEXTS = tuple(rule_texts().values())
F1, F2, F3, F4 = Severity

SEVERITIES = st.sampled_from(list(Severity))
RULES = st.sampled_from([text.id for text in TEXTS])
REASONS = st.text(min_size=1).filter(str.strip)
SETTINGS = st.builds(Setting, st.none() | SEVERITIES, REASONS)
PROFILES = st.builds(
    Profile,
    name=st.just("p"), version=st.just("1"), description=st.just(""), digest=st.just(""),
    settings=st.dictionaries(RULES, SETTINGS, max_size=8),
    others=st.none() | SETTINGS,
    kept=st.dictionaries(RULES, REASONS, max_size=8),
)  # fmt: skip
FINDINGS = st.builds(
    lambda text, severity: Finding(text.id, severity, "Noget.", layer=text.layer), st.sampled_from(TEXTS), SEVERITIES
)


@given(PROFILES, FINDINGS)
def test_nothing_changes_without_a_reason(profile, finding):
    """A finding whose rule the profile says nothing of is handed back as it came; else only its class is another."""
    judged, setting = profile.judged(finding), profile.setting(finding.rule, finding.layer)
    if setting is None:
        assert judged == finding
        return
    assert setting.reason.strip()
    if setting.severity is None:
        assert judged is None
    else:
        assert replace(judged, severity=finding.severity) == finding
        assert judged.severity in {finding.severity, setting.severity}


@given(PROFILES, FINDINGS)
def test_a_rule_by_name_has_the_class_that_is_written(profile, finding):
    """What `settings` says is what is: milder or stricter."""
    if finding.rule in profile.settings:
        judged = profile.judged(finding)
        assert (judged and judged.severity) == profile.settings[finding.rule].severity


@given(PROFILES, FINDINGS)
def test_others_never_make_a_rule_stricter(profile, finding):
    """A hint stays a hint, whatever `others` says of all the rest."""
    judged = profile.judged(finding)
    if finding.rule not in profile.settings and judged is not None:
        assert judged.severity >= finding.severity


@given(PROFILES, FINDINGS)
def test_others_leave_kept_rules_and_the_first_layers_alone(profile, finding):
    """Only a rule of the codes and business layers that is not kept is one of the others."""
    if finding.rule in profile.settings:
        return
    if finding.rule in profile.kept or finding.layer in {"wellformed", "identify", "schema"}:
        assert profile.judged(finding) == finding


@pytest.mark.parametrize(
    ("own", "others", "judged"),
    [(F1, F4, F4), (F4, F4, F4), (F4, F1, F4), (F2, F2, F2), (F2, F3, F3), (F3, F2, F3), (F1, None, None)],
)
def test_others_on_each_side_of_a_class(own, others, judged):
    """Milder than its own class a rule becomes, alike it stays, stricter it stays."""
    profile = Profile("p", "1", "", "", others=Setting(others, "derfor"))
    assert profile.severity("LAB-X-001", "business", own) == judged
    assert profile.severity("LAB-X-001", "codes", own) == judged
    assert profile.severity("LAB-X-001", "identify", own) == own


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_a_setting_without_a_reason_can_not_be_made(reason):
    """The reason is part of the change."""
    with pytest.raises(ValueError, match=r"^a setting needs a reason$"):
        Setting(F4, reason)


def test_what_may_not_be_eased_is_what_leaves_a_message_unread():
    """Every check of the first layer and of the schema that is no hint, and whether it is ours at all; no other."""
    first = {text.id for text in TEXTS if text.layer in {"wellformed", "schema"} and text.severity is not F4}
    assert {text.id for text in TEXTS if is_locked(text)} == first | {"MSG-ID-001", "MSG-ID-002", "MSG-ID-003"}
