"""MiBa, the databank of microbiology: takes XRPT05 and nothing else."""

from mock_databanks.databank import Kind

__all__ = ["MIBA"]

MIBA = Kind(name="MiBa", standard="XRPT05", other="LABA")
