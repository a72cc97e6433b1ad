"""Scores in running text: what they are, and what paragraphs and score sheets say of them."""
