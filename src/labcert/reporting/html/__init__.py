"""The Danish report of a session: one HTML file that needs no network and no script, for screen and for paper."""

from labcert.reporting.html.render import render

__all__ = ["render"]
