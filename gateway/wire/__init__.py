"""Bytes to terms and back, one module a dialect. Pure: no I/O, no clock, no logging."""
