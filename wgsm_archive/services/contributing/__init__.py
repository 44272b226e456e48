"""Contributing: telling a story without an account, sending it, and coming back with a receipt code."""
