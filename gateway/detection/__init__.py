"""Finds personal data in a text, and says whose it is."""
