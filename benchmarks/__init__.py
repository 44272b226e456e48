"""Measurements of speed and memory; figures are ratios within one run, never promises about a machine."""
