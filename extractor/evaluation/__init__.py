"""Self-evaluation: score sheets, goal forms, points and grades in running text, bands of projects."""
