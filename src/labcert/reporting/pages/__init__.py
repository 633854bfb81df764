"""What the office's pages share: one offline file each, a frame, a style, and a table that sorts and filters itself."""

from labcert.reporting.pages.render import render_page
from labcert.reporting.pages.words import day_word

__all__ = ["day_word", "render_page"]
