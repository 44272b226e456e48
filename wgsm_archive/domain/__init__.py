"""The archive's own rules, written with the standard library only: they know no web, no rows and no files."""
