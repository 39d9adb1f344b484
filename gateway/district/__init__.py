"""What the school knows and edits: its roster, consents, tools and choices."""
