"""What the portal says today: its list, and whether the addresses that are printed still lead where they say."""
