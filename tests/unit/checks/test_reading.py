"""Where things stand in a letter."""


def test_a_path_may_name_the_nth_of_its_name(report):
    """`Sample[2]` is the second Sample below its parent, counted from 1; without a number it is each of them."""
    letter = report("<Sample><Id>a</Id></Sample><Sample><Id>b</Id></Sample>")
    assert [letter.text("Sample[1]/Id"), letter.text("Sample[2]/Id"), letter.text("Sample[3]/Id")] == ["a", "b", None]
    assert [place.text for place in letter.places("Sample/Id")] == ["a", "b"]


def test_a_place_tells_its_path_and_line(report):
    """A path counts twins from 1, so that a vendor finds the very element."""
    place = report("<Sample/><Sample><Id>b</Id></Sample>").place("Sample[2]/Id")
    assert (place.path, place.line) == ("/Emessage/LaboratoryReport/Sample[2]/Id", 2)


def test_a_result_sent_twice_is_seen_twice(report):
    """The list of results keeps doubles, which the dictionary by code can't."""
    one = "<Result><Analysis><AnalysisCode>NPU02319</AnalysisCode></Analysis></Result>"
    letter = report(f"<LaboratoryResults>{one}{one}</LaboratoryResults>")
    assert [code for code, _element in letter.result_list()] == ["NPU02319", "NPU02319"]
    assert list(letter.results()) == ["NPU02319"]
