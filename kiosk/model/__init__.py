"""The nouns: frozen, typed values without behaviour that reads or writes anything."""
