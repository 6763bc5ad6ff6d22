"""From grids to rows, each a procedure, a heading or a problem: one reader per kind of file."""
