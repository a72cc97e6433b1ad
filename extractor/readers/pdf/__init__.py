"""PDF reports: `reader.read_pdf` reads a file; the other modules are its steps, from glyphs to tables and paragraphs."""
