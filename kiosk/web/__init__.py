"""Web applications: answers to browsers."""
