"""A databank: holds each answer in versions, joins corrections to what they correct, and never deletes."""

from mock_databanks.databank.simulator import Databank, Kind
from mock_databanks.databank.state import Held, Version

__all__ = ["Databank", "Held", "Kind", "Version"]
