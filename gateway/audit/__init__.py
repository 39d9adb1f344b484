"""The decision log: records to canonical bytes, bytes to a tree, the tree to a signed checkpoint.

Nothing leaves without an entry here. `writer` is the only part that writes; `verify` trusts none
of it and can be run by somebody who trusts none of us.
"""
