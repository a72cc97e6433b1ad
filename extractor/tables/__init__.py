"""From printed grids to logical tables, figures and statements."""
