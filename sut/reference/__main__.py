"""`python -m sut.reference send --case CASE.json --hub URL`: the contract of a vendor's system."""

import sys

from sut.reference.command import run

sys.exit(run(sys.argv[1:]))
