"""Accounts: signing in by invitation, sessions that can be listed and ended, passwords."""
