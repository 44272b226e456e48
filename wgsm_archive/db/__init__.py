"""Rows: models, the engine, the session guard that narrows every read, and the migrations."""
