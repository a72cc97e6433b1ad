"""Which amounts are the total and the parts of others, and how surely."""
