"""Failed equations → the fewest slips that explain them."""
