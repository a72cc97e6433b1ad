"""Measures → what is spoken of: an amount with its change, rate, share and budget, and its figure."""
