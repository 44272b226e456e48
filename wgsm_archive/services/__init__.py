"""Use-cases: what people do with the archive, one package for each audience, over one unit of work."""
