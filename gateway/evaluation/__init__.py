"""How well detection finds personal data: marked texts in, figures out, beside vanilla Presidio."""
