"""A photo of a wall in, a list of the sheets on it out. Nothing of a photo is kept but what was read."""
