"""Reads of the rooms on spreadsheets."""
