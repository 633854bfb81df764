"""What a rule is about: the heading it stands under, and what layers and classes are called."""

from labcert.domain.outcome import Severity
from labcert.validation import rule_texts
from labcert.validation.rules.rule import RuleText
from labcert.validation.subjects import CLASSES, LAYERS, area_of, by_subject, class_words, layer_words


def text(id: str) -> RuleText:
    """Return the words of a rule."""
    return RuleText(id, "business", Severity.F2, "", "", "", "", "")


def test_the_area_of_a_rule_is_its_id_without_the_number():
    """Of however many parts it is."""
    assert (area_of("LAB-TIME-001"), area_of("MSG-001"), area_of("A-B-C-1")) == ("LAB-TIME", "MSG", "A-B-C")


def test_rules_stand_under_their_subject_by_id():
    """In the order told; what has no subject comes last under its own name, and empty headings are left out."""
    told = by_subject(map(text, ("LAB-X-002", "LAB-TIME-002", "MSG-ENC-001", "LAB-X-001", "LAB-TIME-001", "MSG-XML-001")))
    assert [(heading, [one.id for one in rules]) for heading, rules in told] == [
        ("Kan beskeden læses?", ["MSG-XML-001", "MSG-ENC-001"]),
        ("Tidspunkter", ["LAB-TIME-001", "LAB-TIME-002"]),
        ("LAB-X", ["LAB-X-001", "LAB-X-002"]),
    ]


def test_every_rule_of_ours_has_a_subject():
    """No heading is an area's bare name."""
    told = by_subject(rule_texts().values())
    assert [heading for heading, _rules in told if "-" in heading] == []
    assert sum(len(rules) for _heading, rules in told) == len(rule_texts())


def test_layers_and_classes_have_words():
    """In the chosen language, which is Danish."""
    assert [layer_words(layer) for layer in LAYERS] == list(LAYERS.values())
    assert [class_words(severity) for severity in Severity] == list(CLASSES.values())
    assert class_words(Severity.F2) == "F2 Alvorlig"
