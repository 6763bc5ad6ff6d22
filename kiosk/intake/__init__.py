"""From files of the state to a catalogue: one reader per kind of file, then one path from rows to procedures."""
