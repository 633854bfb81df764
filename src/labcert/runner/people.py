"""The demonstration's persons, one a party, from fixtures/parties/parter.yaml."""

from pathlib import Path

import yaml

from labcert.runner.attesting import Person

__all__ = ["demo_people"]


def demo_people(root: Path) -> dict[str, Person]:
    """Return party -> the demo person who speaks for it."""
    content = yaml.safe_load((root / "fixtures" / "parties" / "parter.yaml").read_text(encoding="utf-8"))
    return {
        party: Person(party, row["navn"], row["rolle"], row["organisation"])
        for party, row in content["demopersoner"].items()
    }
