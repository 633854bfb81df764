"""The overview's columns are the areas, in MedCom's order, and share the width by what they hold."""

from labcert.protocol.model import Area
from labcert.reporting.html.matrix import columns
from tests.unit.reporting.html.report_example import example


def test_the_columns_are_the_four_areas_within_the_table():
    """Each area has its column though a protocol may lack it, and all fit beside the column of names."""
    shown = columns(example()[0])
    assert [column.title for column in shown] == [area.value for area in Area]
    assert sum(column.width for column in shown) <= 82.5
    assert min(column.width for column in shown) >= 13.5
