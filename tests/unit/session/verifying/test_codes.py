"""What docs/verificering.md says of results is what the check does."""

import re
from pathlib import Path

from labcert.session import report

ROOT = Path(__file__).parents[4]
GIVEN = re.compile(r'Reason\(\s*"([a-z_]+)"')
NAMED = re.compile(r"`([a-z]+(?:_[a-z]+)*)`")


def _section(heading, text):
    return set(NAMED.findall(text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]))


def test_every_code_is_explained_where_it_belongs():
    """Each code that is given stands under its result, and no other does."""
    given = {
        code
        for path in (ROOT / "src" / "labcert" / "session").rglob("*.py")
        for code in GIVEN.findall(path.read_text(encoding="utf-8"))
    }
    docs = (ROOT / "docs" / "verificering.md").read_text(encoding="utf-8")
    assert _section("UNKNOWN", docs) == report.NOT_BROKEN
    assert _section("Bemærkninger", docs) == report.NOTICES
    assert _section("BROKEN", docs) == given - report.NOT_BROKEN - report.NOTICES
    assert given >= report.NOT_BROKEN | report.NOTICES
