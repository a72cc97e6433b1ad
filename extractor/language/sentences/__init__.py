"""The kinds of sentence that state a relation, one file a kind; each yields statements."""
