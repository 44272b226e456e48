"""Sharing: bringing cases and records in, and the sample archive."""
