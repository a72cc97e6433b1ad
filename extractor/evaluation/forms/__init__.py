"""Score sheets and goal forms: grids that hold several small tables."""
