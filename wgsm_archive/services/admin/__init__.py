"""Stewards: people and their roles."""
