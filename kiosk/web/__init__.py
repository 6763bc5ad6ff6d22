"""Serving what is published. Imports the release side only; nothing here makes an artefact."""
