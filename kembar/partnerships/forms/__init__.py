"""Forms of the register: one engine, built from the catalogue. See ``row_form``."""
