"""Proofs that what is served is what was checked, under kills, failing disks, crashes, damage and hostile input."""
