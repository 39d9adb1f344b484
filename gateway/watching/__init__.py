"""Watching the log: rules say what is out of the ordinary, and each is told of once.

`rules` are data, `measures` ask the log, `alerts` are the rows that people acknowledge and close,
`watch` is the task that looks, in one server process at a time, `webhook` tells another program.
`forward` sends the log itself to a security team's system, as `ocsf` puts it.
"""
