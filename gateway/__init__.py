"""Crossing Guard: the gateway between a school district and generative-AI services."""

__version__ = "0.1.0"
