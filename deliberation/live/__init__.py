"""What screens must hear: the outbox (what is stale, after commit) and the gateway (the only Socket.IO)."""
