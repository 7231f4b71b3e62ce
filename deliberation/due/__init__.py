"""Work that is due: rows of the one database, done once each, whoever drives it."""
