"""Makes allure.html, one file that calls nobody, with Allure's own generator kept in the user's cache."""

from labcert.reporting.allure_html.generator import Generator, Missing, default_cache, ensure_generator
from labcert.reporting.allure_html.making import make_html

__all__ = ["Generator", "Missing", "default_cache", "ensure_generator", "make_html"]
