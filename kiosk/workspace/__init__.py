"""The workspace on disk: content by its hash, pointers, locks, and results that can be made again."""
