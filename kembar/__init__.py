"""Kembar: the working register of sister-city cooperation."""

__version__ = "0.1.0"
