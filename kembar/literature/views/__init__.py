"""Pages of the literature: corpora, works, maps."""
