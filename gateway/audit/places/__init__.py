"""Places outside the database that get signed checkpoints now and then, each by its own way.

The gateway's own folder and its copy (`gateway.audit.publish`) get every checkpoint at once. These
get the newest of each stream every so often, and how far each got stands in the database.
"""
