"""The public side: frozen copies of resolutions, publication periods 公示期, objections, what residents see.

Residents enter without an account. States: `publication.rules.RESOLUTION_FLOW`.
"""
