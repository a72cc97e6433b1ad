"""Text → words: tokens, phrases and the letters that rules over words are written in."""
