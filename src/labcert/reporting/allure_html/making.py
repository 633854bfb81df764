"""One allure.html from a folder of results."""

import subprocess
import tempfile
from pathlib import Path

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.reporting.allure_html.generator import Generator, Missing, default_cache, ensure_generator
from labcert.reporting.allure_html.sealing import seal

__all__ = ["make_html"]

MAKE_SECONDS = 300
LANGUAGE = "da"
"""Allure 3.18 has no Danish and then shows its own words in English; our texts in it are Danish all the same"""


def make_html(
    results: Path, target: Path, title: str, *, cache: Path | None = None, allow_network: bool = False
) -> Missing | None:
    """Make `target` from the results, or return what is missing for it; nothing is left half-made.

    Raises ToolFault where Allure breaks, or where the page could call out.
    """
    generator = ensure_generator(cache or default_cache(), allow_network=allow_network)
    if isinstance(generator, Missing):
        return generator
    with tempfile.TemporaryDirectory(prefix="labcert-allure-") as folder:
        page = seal(_generate(generator, results, Path(folder) / "report", title))
    making = target.with_name(target.name + ".ny")
    try:
        making.write_text(page, "utf-8", newline="\n")
        making.replace(target)
    except OSError as error:
        raise ToolFault(
            _("allure.html kunne ikke skrives: {why}.").format(why=system_words(error)), where=str(target)
        ) from error
    return None


def _generate(generator: Generator, results: Path, output: Path, title: str) -> str:
    command = [
        str(generator.node.program), str(generator.folder / "make.mjs"), str(results.resolve()), str(output), title,
        LANGUAGE,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=generator.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=MAKE_SECONDS,
            text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _broke(str(error)) from error
    pages = sorted(output.rglob("index.html"))
    if done.returncode or len(pages) != 1:
        raise _broke((done.stderr or done.stdout).strip()[-400:] or _("der kom ingen side"))
    return pages[0].read_text("utf-8")


def _broke(why: str) -> ToolFault:
    return ToolFault(
        _("Allures generator gik i stykker: {why}.").format(why=why),
        remedy=_("Alt andet er lavet. Slet mappen allure-… i labcerts cache, og kør “labcert setup” igen."),
    )
