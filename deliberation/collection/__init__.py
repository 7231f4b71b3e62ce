"""① 议题征集: a resident's words become a topic; duplicates are merged; everybody can follow their own.

Residents enter without an account, grid workers and secretaries on behalf of others. States:
`collection.rules.TOPIC_FLOW`.
"""
