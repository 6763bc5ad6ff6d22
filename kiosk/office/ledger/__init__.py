"""The ledger of the walls: what hangs, how that is known, what is owed, and the orders that bring it."""
