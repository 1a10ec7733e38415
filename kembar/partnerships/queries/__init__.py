"""Reading the register: lists of partnerships, one whole record, the facts of a pair, tables over all cases."""
