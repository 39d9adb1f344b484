"""Puts the parts together: from settings to a running application. Knows every part."""
