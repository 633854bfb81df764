"""Allure's generator for tests: from the user's cache, fetched once like everyone's."""

from pathlib import Path

from labcert.reporting.allure_html import Generator, default_cache, ensure_generator


def ready_cache() -> Path:
    """Return a cache that holds the generator; fails with the tool's own sentence where it cannot be had."""
    cache = default_cache()
    found = ensure_generator(cache, allow_network=True)
    assert isinstance(found, Generator), str(found)
    return cache
