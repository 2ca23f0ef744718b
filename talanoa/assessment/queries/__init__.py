"""Reads of frameworks and medicines, by subject."""
