"""Analysis of text per language: cutting, folding, stemming. The index, queries and marking all use this and agree."""
