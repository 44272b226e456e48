"""Translating: what is wanted, and what has fallen behind its original."""
