"""Reading: browse, search, the page of a case, terms, the map."""
