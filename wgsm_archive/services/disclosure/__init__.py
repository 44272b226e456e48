"""The only road from a row to something shown: what is masked, coarsened or left out is decided here."""
