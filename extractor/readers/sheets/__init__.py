"""Workbooks and other tables of cells, old and new: values as their cells show them, parted into tables."""
