"""The radar as people and machines read it: one big difference, whole, word for word."""

import json
from pathlib import Path

import pytest

from labcert.protocol.difference import Consequence, compare
from labcert.reporting.radar import Radar, Touched, TouchedStep, radar_json, radar_page, radar_sentence, radar_text
from tests.unit.protocol.difference.editions import both

SNAPSHOT = Path(__file__).with_name("stor_forskel.txt")
CERTIFICATE = Touched(
    "labcert-cert-1-v1", "Æskulap ApS", "Æskulap", "4.2",
    (TouchedStep("TP-4.2.51", Consequence.STRICTER), TouchedStep("TP-4.5.01", Consequence.STRICTER),
     TouchedStep("TP-4.2.52", Consequence.LOOSER), TouchedStep("TP-4.2.53", Consequence.STRICTER, new=True)),
    test=True, programme="pilot", rule=Consequence.STRICTER,
)  # fmt: skip
SESSION = Touched("s-2", "Novax", "Nova", "1.0", (TouchedStep("TP-4.2.51", Consequence.EITHER),))


@pytest.fixture(scope="module")
def radar(tmp_path_factory):
    """Everything that can differ, and a certificate and a session that it touches."""
    difference = compare(*both(tmp_path_factory.mktemp("udgaver")))
    return Radar(difference, (CERTIFICATE,), (SESSION,), everywhere=5)


def test_the_text_is_this(radar):
    """Every kind of change as its reader sees it. After a change that is meant, write the file anew and read it."""
    assert radar_text(radar) == SNAPSHOT.read_text("utf-8")


def test_nothing_is_said_in_one_sentence(radar):
    """No headings without anything below them."""
    empty = compare_same(radar)
    assert radar_text(Radar(empty)) == "Der er ingen forskel mellem gammel og ny.\n"
    told = radar_text(Radar(empty, (), ()))
    assert told.endswith("\nDet berører i lageret\n  Intet certifikat og ingen session er berørt.\n")


def compare_same(radar):
    """A difference of the same names that holds nothing."""
    return type(radar.difference)("gammel", "ny", ())


def test_words_alone_are_told_as_harmless(radar):
    """The reader sees at once that no verdict can change."""
    words = tuple(each for each in radar.difference.changes if each.consequence is Consequence.WORDS)[:1]
    only = type(radar.difference)("gammel", "ny", words)
    assert radar_sentence(only) == "Fra gammel til ny er der 1 ændring. Ingen af dem kan ændre en vurdering."


def test_json_has_every_change_and_counts_them(radar):
    """Without a store it says nothing of certificates: nobody asked."""
    told = json.loads(radar_json(radar))
    assert len(told["changes"]) == told["summary"]["changes"] == len(radar.difference.changes)
    assert sum(told["summary"][each.value] for each in Consequence) == told["summary"]["changes"]
    assert told["certificates"][0]["steps"][0] == {"step": "TP-4.2.51", "consequence": "stricter", "new": False}
    assert set(told["changes"][0]) == {
        "subject", "id", "place", "field", "kind", "consequence", "sentence", "old", "new", "steps",
    }  # fmt: skip
    assert "certificates" not in json.loads(radar_json(Radar(radar.difference)))


def test_the_page_has_every_change_once_and_masks_numbers(radar):
    """Each as a row that can be filtered; a number that may be a CPR is masked."""
    page = radar_page(radar, ()).decode()
    assert page.count('data-row="') == len(radar.difference.changes)
    assert "Certifikatet labcert-cert-1-v1 (TEST) for Æskulap 4.2 hviler på" in page
    number = type(radar.difference)("0102031234", "ny", ())
    assert "010203-xxxx" in radar_page(Radar(number), ()).decode()
    assert "0102031234" in radar_page(Radar(number), ("0102031234",)).decode()
