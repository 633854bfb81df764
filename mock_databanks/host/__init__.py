"""The thin HTTP host of the simulators: one process, one common address, and an own address for each of them."""

from mock_databanks.host.server import main, serve
from mock_databanks.host.settings import Settings, Tls

__all__ = ["Settings", "Tls", "main", "serve"]
