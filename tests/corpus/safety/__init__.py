"""Words that mean danger, and words that only sound like it."""
