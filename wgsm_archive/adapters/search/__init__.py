"""Search engines behind the port `wgsm_archive.ports.search`."""
