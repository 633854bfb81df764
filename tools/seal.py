"""Write suite.seal.json: the files that judge in this checkout, as they are now. Part of every release."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from labcert import __version__  # noqa: E402 - found by the line before
from labcert.runner.suite_digest import digest_of, judging_files  # noqa: E402
from labcert.runner.suite_seal import SEAL, seal_bytes  # noqa: E402


def kept_by_nobody(names: list[str]) -> list[str]:
    """Return the sealed files that git does not keep: a clone would lack them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    kept = {name.removeprefix("src/") for name in listed.stdout.split("\0")}
    return [name for name in names if name not in kept]


def main() -> int:
    """Write the seal and say what it is over."""
    files = judging_files(ROOT)
    (ROOT / SEAL).write_bytes(seal_bytes(__version__, files))
    print(f"{SEAL}: {len(files)} files of labcert {__version__}, digest {digest_of(files)}")
    for name in kept_by_nobody(list(files)):
        print(f"  not in git: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
