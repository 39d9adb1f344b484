"""What every export carries, and runs or is read far from here: `verify.py` and `README.md`.

Nothing of the gateway is imported from here, and nothing here is imported by the gateway.
"""
