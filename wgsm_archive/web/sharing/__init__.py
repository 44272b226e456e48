"""Doors for programs: search as JSON, feeds, maps of the site, bands. All of them show what anybody may see."""
