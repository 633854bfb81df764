"""References to addresses and files, in results, quantities and resistance patterns."""

import pytest

from labcert.domain.suite import suite_root
from tests.support.business import XRPT01, XRPT05, edited, findings, rules

UNIT = "<Unit>mg/L</Unit>"
STREP = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt05-npu-code.xml").read_text("utf-8")
MARK = "<ResultValidation>unormal</ResultValidation>"
RESULT = XRPT01[XRPT01.index("      <Result>") : XRPT01.index("    </LaboratoryResults>")]


def address(url: str, description: str = "Vejledning om CRP") -> str:
    """Return a reference to an address."""
    return f"<Reference><RefDescription>{description}</RefDescription><URL>{url}</URL></Reference>"


def file(code: str = "tekstfil", extension: str = "pdf", number: str = "a", size: int = 20480) -> str:
    """Return a reference to a file."""
    return (
        "<Reference><RefDescription>Rapport</RefDescription><BIN>"
        f"<ObjectIdentifier>0a1b2c3d-0001-4000-8000-00000000000{number}</ObjectIdentifier>"
        f"<ObjectCode>{code}</ObjectCode><ObjectExtensionCode>{extension}</ObjectExtensionCode>"
        f"<OriginalObjectSize>{size}</OriginalObjectSize></BIN></Reference>"
    )


def with_references(*references: str) -> str:
    """Return the biochemical message with references at its result."""
    return edited(XRPT01, (UNIT, UNIT + "".join(references)))


@pytest.mark.parametrize(
    "url",
    [
        "www.sundhed.dk/borger", "sundhed.dk", "https:/www.sundhed.dk", "https://", "ftp://sundhed.dk/a.pdf", "file:///c:/a.pdf",
        "\\\\server\\a.pdf", "c:\\a.pdf", "mailto:a@b.dk", "https://www.sundhed.dk/to ord", " https://www.sundhed.dk",
        "https://www.sundhed.dk ", "https://bruger:kode@sundhed.dk", "https://sundhed.dk:port/", "httpss://sundhed.dk", "-",
    ],
)
def test_what_is_no_whole_address_is_told_as_that_alone(url):
    """No scheme, no host, another scheme, white space, or a user name in it."""
    found = findings(with_references(address(url)))
    assert [(one.rule, one.actual) for one in found] == [("LAB-REF-001", url)]
    assert found[0].path == "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result/Reference/URL"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.sundhed.dk", "HTTPS://WWW.SUNDHED.DK/", "https://sundhed.dk:8443/a?b=c#d", "https://sundhed.dk?a", "https://x.dk#a",
        "https://rød-grød.dk/æ", "https://8.8.8.8/a", "https://172.15.0.1/", "https://172.32.0.1/", "https://192.167.1.1/",
        "https://11.0.0.1/", "https://169.253.0.1/", "https://local.dk", "https://10.dk", "https://10.1.1.1.dk/",
        "https://192.168.1.1.dk", "https://localhost.dk", "https://126.0.0.1", "https://intern.dk", "https://127.dk",
    ],
)
def test_a_whole_address_is_let_by(url):
    """Any host on the internet, with port, path, query or place."""
    assert rules(with_references(address(url))) == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://localhost/a", "localhost"), ("http://LOCALHOST:8080", "LOCALHOST"), ("https://server/a", "server"),
        ("https://pc.local", "pc.local"), ("https://pc.lan/", "pc.lan"), ("https://a.b.intern", "a.b.intern"),
        ("https://a.internal", "a.internal"), ("https://a.localdomain", "a.localdomain"), ("https://127.0.0.1", "127.0.0.1"),
        ("https://10.1.2.3/", "10.1.2.3"), ("https://192.168.1.5/", "192.168.1.5"), ("https://169.254.0.1", "169.254.0.1"),
        ("https://172.16.0.1", "172.16.0.1"), ("https://172.20.0.1", "172.20.0.1"), ("https://172.31.0.1", "172.31.0.1"),
    ],
)
def test_an_address_inside_a_network_is_told_as_that_alone(url, host):
    """Only the sender can open it; whether it is secure does not matter then."""
    (found,) = findings(with_references(address(url)))
    assert (found.rule, found.actual, f"peger på {host}," in found.message) == ("LAB-REF-007", url, True)


@pytest.mark.parametrize("url", ["http://www.sundhed.dk/a", "HTTP://www.sundhed.dk/a"])
def test_an_address_without_security_shows_the_secure_one(url):
    """The same address with https is expected."""
    (found,) = findings(with_references(address(url)))
    assert (found.rule, found.expected, found.actual) == ("LAB-REF-005", "https://www.sundhed.dk/a", url)


@pytest.mark.parametrize(
    "description",
    [
        "https://www.sundhed.dk/borger", "www.sundhed.dk/borger", "www.sundhed.dk/borger/", "WWW.SUNDHED.DK/borger",
        " www.sundhed.dk/borger ", "http://www.sundhed.dk/borger", "https://x.dk", "http://en.anden.dk/side",
    ],
)
def test_a_description_that_is_an_address_is_told(description):
    """The reference's own address without scheme and last slash, or any whole address."""
    (found,) = findings(with_references(address("https://www.sundhed.dk/borger", description)))
    assert (found.rule, found.actual) == ("LAB-REF-006", description.strip())
    assert found.path.endswith("/Reference/RefDescription")


@pytest.mark.parametrize("description", ["Se www.sundhed.dk/borger", "sundhed.dk", "Vejledning: https://x.dk", "www.sundhed.dk/borgere"])
def test_a_description_in_words_is_let_by(description):
    """An address among words, or another one without scheme, may stand."""
    assert rules(with_references(address("https://www.sundhed.dk/borger/", description))) == []


def test_a_last_slash_in_the_address_is_no_difference():
    """Neither is one in the address."""
    assert rules(with_references(address("https://x.dk/", "x.dk"))) == ["LAB-REF-006"]


def test_an_address_without_security_may_be_its_own_description_too():
    """Either scheme is left out where the two are compared."""
    assert rules(with_references(address("http://x.dk", "x.dk"))) == ["LAB-REF-005", "LAB-REF-006"]


@pytest.mark.parametrize(
    ("code", "extension"), [("program", "exe"), ("program", "pdf"), ("tekstfil", "exe"), ("billede", "com"), ("program", "txt")]
)
def test_a_program_is_told_as_that_alone(code, extension):
    """By its kind or by its extension; that they contradict each other does not matter then."""
    (found,) = findings(with_references(file(code, extension)))
    assert (found.rule, found.actual) == ("LAB-REF-002", f"{code}, {extension}")
    assert found.path.endswith("/Reference/BIN")


@pytest.mark.parametrize(
    ("code", "extension"),
    [
        *(("billede", extension) for extension in ("txt", "rtf", "doc", "xls", "wpd", "mpg", "wav", "avi", "mid", "rmi", "scp")),
        *(("tekstfil", extension) for extension in ("pcx", "tiff", "jpeg", "gif", "bmp", "png", "dcm", "scp", "wav")),
        ("vektor_grafik", "png"), ("biosignaler", "wav"), ("multimedie", "txt"), ("multimedie", "scp"), ("vektor_grafik", "dcm"),
    ],
)
def test_a_kind_against_its_extension_is_told(code, extension):
    """Texts, pictures, sound and curves each have their formats."""
    (found,) = findings(with_references(file(code, extension)))
    assert (found.rule, found.actual) == ("LAB-REF-003", code)


@pytest.mark.parametrize(
    ("code", "extension"),
    [
        *(("tekstfil", extension) for extension in ("txt", "rtf", "doc", "xls", "wpd", "pdf", "zip", "bin", "inh")),
        *(("billede", extension) for extension in ("pcx", "tiff", "jpeg", "gif", "bmp", "png", "dcm", "pdf", "zip")),
        *(("multimedie", extension) for extension in ("mpg", "wav", "avi", "mid", "rmi", "png", "dcm")),
        *(("proprietaert_indhold", extension) for extension in ("txt", "png", "wav", "scp", "bin")),
        ("biosignaler", "scp"), ("biosignaler", "dcm"), ("biosignaler", "png"), ("biosignaler", "pdf"), ("vektor_grafik", "pdf"),
        ("vektor_grafik", "plo"), ("biosignaler", "fnx"),
    ],
)
def test_a_kind_that_may_have_its_extension_is_let_by(code, extension):
    """What is not known to be wrong is not told."""
    assert rules(with_references(file(code, extension))) == []


def test_what_a_format_may_be_is_expected():
    """In the order of the alphabet."""
    assert findings(with_references(file("tekstfil", "png")))[0].expected == "billede / biosignaler / multimedie"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (file(), ["LAB-REF-004"]),
        (file(number="A"), ["LAB-REF-004"]),
        (file(number="b"), []),
        (file(size=20481), ["LAB-REF-004"]),
    ],
)
def test_a_file_twice_at_a_result_is_told(second, told):
    """By its identifier, whatever its case; told at the second."""
    found = findings(with_references(file(), second))
    assert [one.rule for one in found] == told
    assert [one.path.split("/")[-3] for one in found] == ["Reference[2]"] * len(told)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (file(), []),
        (file(size=20481), ["LAB-REF-004"]),
        (file(code="billede"), ["LAB-REF-004"]),
        (file(extension="doc"), ["LAB-REF-004"]),
        (file(number="b", size=1), []),
    ],
)
def test_a_file_of_two_results_is_the_same_file(other, told):
    """One file may belong to two results if it is described the same."""
    second = edited(
        RESULT, ("NPU19748", "NPU02319"), ("C-reaktivt protein [CRP];P", "Hæmoglobin;B"),
        ("P—C-reaktivt protein; massek. = ? mg/L", "B—Hæmoglobin(Fe); stofk. = ? mmol/L"),
        (UNIT, f"<Unit>mmol/L</Unit>{other}"),
    )  # fmt: skip
    text = edited(with_references(file()), ("    </LaboratoryResults>", second + "    </LaboratoryResults>"))
    found = [one for one in findings(text) if one.rule.startswith("LAB-REF")]
    assert [one.rule for one in found] == told
    assert [one.path.partition("/LaboratoryResults/")[2] for one in found] == ["Result[2]/Reference/BIN/ObjectIdentifier"] * len(told)


def test_a_third_file_is_held_against_both_before_it():
    """Not only against the last one."""
    text = with_references(file(), file(number="b"), file(), file(number="b"))
    assert rules(text) == ["LAB-REF-004"] * 2


def test_references_of_microbiology_are_looked_at():
    """A quantity and the value behind a susceptibility may have them."""
    found = findings(edited(XRPT05, (UNIT, UNIT + address("sundhed.dk"))))
    assert [(one.rule, one.path.split("/", 6)[-1]) for one in found] == [
        ("LAB-REF-001", "Pattern/PatternEntry[2]/SusceptibilityValue/Reference/URL"),
    ]
    found = findings(edited(STREP, (MARK, MARK + address("sundhed.dk") + file("billede", "txt"))))
    assert [(one.rule, one.path.split("/", 6)[-1]) for one in found] == [
        ("LAB-REF-001", "AnalysisFindings/Findings/Reference[1]/URL"),
        ("LAB-REF-003", "AnalysisFindings/Findings/Reference[2]/BIN/ObjectCode"),
    ]


@pytest.mark.parametrize("name", ["AnalysisFindings", "Investigation"])
def test_the_second_of_microbiology_is_told_at_its_place(name):
    """Of two quantities, and of two investigations."""
    start, end = STREP.index(f"<{name}>"), STREP.rindex(f"</{name}>") + len(f"</{name}>")
    second = edited(STREP[start:end], (MARK, MARK + address("sundhed.dk")))
    found = findings(STREP[:end] + second + STREP[end:])
    (path,) = [one.path for one in found if one.rule == "LAB-REF-001"]
    assert f"/{name}[2]/" in path


def test_a_supplement_is_let_by():
    """A reference to a supplement has neither address nor file."""
    assert rules(with_references("<Reference><RefDescription>www.x.dk</RefDescription><SUP>true</SUP></Reference>")) == []


def test_the_second_of_several_is_told_at_its_place():
    """Of two references the second is wrong; of two results, too."""
    (found,) = findings(with_references(address("https://www.sundhed.dk"), address("sundhed.dk")))
    assert found.path == "/Emessage/LaboratoryReport[1]/LaboratoryResults/Result/Reference[2]/URL"
