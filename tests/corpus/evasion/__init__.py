"""Names and numbers of the roster, disguised on purpose or by a machine."""
