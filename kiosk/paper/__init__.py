"""The facts of every sheet, before anything is drawn."""
