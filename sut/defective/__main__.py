"""`python -m sut.defective ID send --case …`: the reference system's command with one defect."""

import sys

from sut.defective.registry import build, catalogue
from sut.reference.command import run

if len(sys.argv) < 2 or sys.argv[1] not in {defect.id for defect in catalogue()}:
    print("Skriv først, hvilken fejl systemet skal have:", file=sys.stderr)
    print("\n".join(f"  {defect.id}: {defect.what}" for defect in catalogue()), file=sys.stderr)
    sys.exit(2)
sys.exit(run(sys.argv[2:], lambda hub, store: build(sys.argv[1], hub=hub, store=store)))
