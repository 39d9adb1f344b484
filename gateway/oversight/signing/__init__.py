"""Electronic signatures: asked for, opened, given, withdrawn, and made into consents.

A link opens a form; signing uses it up, opening does not, since mail scanners open links. Who signs
must know something beside the link. What is signed becomes consents by the ledger's own rules.
"""
