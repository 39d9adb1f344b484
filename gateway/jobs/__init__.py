"""Work in the background, with progress that every server process can tell."""
