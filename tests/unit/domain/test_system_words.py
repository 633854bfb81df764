"""The operating system's refusals, told in Danish."""

import errno
import os

import pytest

from labcert.domain.system_words import system_words


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EISDIR, errno.ECONNREFUSED])
def test_usual_reason_is_told_in_danish(number):
    """A person who reads Danish reads why a file could not be read or written, not the system's English."""
    told = system_words(OSError(number, os.strerror(number)))
    assert told != os.strerror(number)
    assert told[0].islower()
    assert not told.endswith(".")


def test_missing_file_is_called_missing(tmp_path):
    """The reason is the one that the system gave."""
    with pytest.raises(FileNotFoundError) as refused:
        (tmp_path / "findes-ikke").read_bytes()
    assert system_words(refused.value) == "filen eller mappen findes ikke"


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError("kun et ord"), "kun et ord"), (OSError(99999, "noget sært"), "noget sært"),
     (ValueError("embedded null byte"), "embedded null byte"), (OSError(), "OSError")],
)  # fmt: skip
def test_unusual_reason_keeps_its_words(error, told):
    """What is not among the usual reasons is told as it came, never as nothing."""
    assert system_words(error) == told
