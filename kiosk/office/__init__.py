"""What a person does, recorded: imports, builds, publishing, confirming."""
