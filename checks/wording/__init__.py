"""Checks of words: what a template or last year left behind, names, units, the frame of the report."""
