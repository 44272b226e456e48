"""What is done to files that come in."""
