"""The log as a folder to take away: entries, proofs, keys, and what checks them.

`plan` says what goes in, `lines` how an entry stands in a file, `write` makes the folder.
`gateway/audit/standalone` is what travels with it.
"""
