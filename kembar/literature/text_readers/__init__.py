"""Readers that work on any text: what contradicts itself in it, and what an originality report says."""
