"""What a command writes into a file is there whole, or not at all."""

import errno

import pytest

from labcert.cli.words import write_out
from labcert.domain.errors import ToolFault, UsageMistake


def test_a_file_is_replaced_whole(tmp_path, capsys):
    """Nothing else is left in the folder, and where it went is told."""
    out = tmp_path / "side.html"
    out.write_bytes(b"gammel")
    write_out(b"ny", out)
    assert (out.read_bytes(), list(tmp_path.iterdir())) == (b"ny", [out])
    assert capsys.readouterr().err == f"Skrevet til {out}.\n"


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    """No half page looks whole; it is no mistake of the user's."""
    out = tmp_path / "side.html"
    out.write_bytes(b"gammel")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ToolFault):
        write_out(b"ny", out)
    assert (out.read_bytes(), list(tmp_path.iterdir())) == (b"gammel", [out])


def test_a_folder_that_is_none_and_a_folder_itself_are_told(tmp_path):
    """With what can be done about it."""
    for out in (tmp_path / "ingen" / "side.html", tmp_path):
        with pytest.raises(UsageMistake, match="Filen kunne ikke skrives"):
            write_out(b"ny", out)
