"""Laboratoriesvarportalen and Sundhedsjournalen: what citizens and health professionals see, and nothing refused."""

from mock_databanks.portal.pages import VIEWS, View, render_mistake, render_page
from mock_databanks.portal.selection import Source, SourceVersion, shown_rows

__all__ = ["VIEWS", "Source", "SourceVersion", "View", "render_mistake", "render_page", "shown_rows"]
