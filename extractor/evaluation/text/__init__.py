"""Points and grades in running text, and against the score sheets."""
