"""How much of a text stands in others: searched, scored, told."""
