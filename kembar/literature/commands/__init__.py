"""The commands of this subject."""
