"""Pages of stewards."""
