"""Measurements of the product, each beside what it is held against, in one run: `make bench`."""
