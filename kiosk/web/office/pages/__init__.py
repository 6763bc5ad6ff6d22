"""One module for each subject: its routes, each with a permission, and what a page shows."""
