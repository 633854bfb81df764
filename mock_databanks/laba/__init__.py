"""LABA, the databank of clinical biochemistry: takes XRPT01 and nothing else."""

from mock_databanks.databank import Kind

__all__ = ["LABA"]

LABA = Kind(name="LABA", standard="XRPT01", other="MiBa")
