"""Prompts of our own writing, with what is personal in them marked by hand."""
