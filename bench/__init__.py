"""Measurements, each run as ``python -m bench.NAME``; never part of the tests."""
