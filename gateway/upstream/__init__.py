"""The way out: the only part that speaks to an AI service."""
