"""From rows to versions of procedures: what wins, what leaves, what a person must decide."""
