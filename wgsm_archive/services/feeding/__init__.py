"""What programs are given of the archive: entries of feeds, addresses for maps of the site, bands."""
