"""Every figure that the README states comes from here: ``make bench``, or one part: ``python -m benchmarks.pages``."""
