"""Every Danish text has its English, and what is compiled is what is written."""

from babel.messages.catalog import Catalog

from tools.texts import CATALOGUE, compiled, read_catalogue, texts_in_code, untranslated


def test_every_text_of_the_code_has_its_english():
    """Each `_("…")` in src and mock_databanks is in the English catalogue, with the same {names}."""
    assert untranslated(read_catalogue(), texts_in_code()) == []


def test_no_english_is_left_of_a_text_that_is_gone():
    """The catalogue holds no text that the code no longer has (`make texts` takes it out)."""
    needed = {message.id for message in texts_in_code()}
    assert [message.id for message in read_catalogue() if message.id and message.id not in needed] == []


def test_the_compiled_catalogue_is_current():
    """labcert.mo is compiled from labcert.po as it stands."""
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(read_catalogue())


def test_a_text_without_english_or_with_lost_names_is_found():
    """The check itself: an empty translation, a missing one, and one that lost a name are told."""
    needed, own = Catalog(), Catalog()
    for text in ("Der er {count} trin.", "Godkendt", "Afventer"):
        needed.add(text)
    own.add("Der er {count} trin.", "There are {antal} steps.")
    own.add("Godkendt", "Approved")
    assert untranslated(own, needed) == ["Afventer", "Der er {count} trin."]
