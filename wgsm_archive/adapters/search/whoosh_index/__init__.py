"""Search on Whoosh's index format, written by Whoosh's own writer and read a block of postings at a time."""

from wgsm_archive.adapters.search.whoosh_index.index import WhooshIndex

__all__ = ["WhooshIndex"]
