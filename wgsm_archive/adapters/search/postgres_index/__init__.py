"""Full text search in PostgreSQL, for several web machines on one database."""

from wgsm_archive.adapters.search.postgres_index.index import PostgresIndex

__all__ = ["PostgresIndex"]
