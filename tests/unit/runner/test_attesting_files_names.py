"""What is said about a file that is handed in."""

from labcert.domain.juror import EvidenceKind
from labcert.runner.attesting_files import hand_in


def test_a_cpr_in_the_files_name_is_masked_in_what_is_said(tmp_path):
    """A real person's number in a file's name is not shown on the screen."""
    path = tmp_path / "311299-0028 svar.txt"
    path.write_text("tekst", encoding="utf-8")
    (told,) = hand_in(path, EvidenceKind.FILE).told
    assert told.startswith("311299-xxxx svar.txt: ")


def test_text_is_not_called_a_picture(tmp_path):
    """That a picture can't be masked is said of what may be one, and not of text, which is masked."""
    path = tmp_path / "svar.txt"
    path.write_text("tekst", encoding="utf-8")
    (told,) = hand_in(path, EvidenceKind.FILE).told
    assert "billede" not in told
