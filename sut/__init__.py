"""Systems under test that come with the tool: a reference system a vendor may copy, and defective ones to be caught."""

__all__ = ["defective", "reference"]
