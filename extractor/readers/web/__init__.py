"""Web pages: the article without menus, and its tables."""
