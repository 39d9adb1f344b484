"""The words of the gateway: frozen dataclasses and enumerations that every other part speaks in.

Nothing here does anything: no I/O, no clock, no randomness, and no import of ours. A value that
could not be true is refused when it is made, so the rest of the code never asks twice.
"""
