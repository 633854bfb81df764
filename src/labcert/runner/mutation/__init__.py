"""Runs the protocols against systems that are known to be wrong, and right ones that differ: what do they catch?"""
