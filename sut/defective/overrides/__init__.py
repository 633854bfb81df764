"""The changes themselves, by subject: each replaces one method of the reference system. Listed in `defects.yaml`."""

from sut.defective.overrides import (
    codes,
    consent,
    corrections,
    delivery,
    encoding,
    harmless,
    identifiers,
    microbiology,
    parties,
    receipts,
    statuses,
    texts,
    times,
    values,
)
from sut.defective.overrides.entering import OVERRIDES

__all__ = [
    "OVERRIDES", "codes", "consent", "corrections", "delivery", "encoding", "harmless", "identifiers", "microbiology",
    "parties", "receipts", "statuses", "texts", "times", "values",
]  # fmt: skip
