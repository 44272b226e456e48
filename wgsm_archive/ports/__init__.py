"""What the archive needs of the world, as protocols and their value types; adapters fulfil them."""
