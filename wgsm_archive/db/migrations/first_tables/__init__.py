"""The first tables, by what they are for: each module makes its own and takes them away."""
