"""Guides, decisions, and the script that takes the pictures."""
