"""Outgoing messages. At this point they appear in the platform itself (in-app); channels come later."""
