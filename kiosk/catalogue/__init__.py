"""Pure questions to a catalogue: what differs between two, and what each site must post."""
