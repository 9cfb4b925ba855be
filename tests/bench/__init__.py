"""Measurements: `python -m tests.bench` prints a table. What can be counted exactly is held by a test here."""
