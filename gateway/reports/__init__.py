"""What auditors, parents and the state take away: reports over the log and the office's tables.

`report` is the one shape of all of them, `catalogue` names them, `making` writes one into a folder
and goes on with it after a stop, `proofs` shows where its records stand in the log.
"""
