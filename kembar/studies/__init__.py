"""Studies: publications coded on the register's own vocabulary, by one coder or two."""
