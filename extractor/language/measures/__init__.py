"""Words → measures: every number with the role, the name and the marks that the words before it give it."""
