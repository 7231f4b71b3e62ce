"""The forms of the owners' side, one module per chapter."""
