"""Reads of what people asked of us, and of how long things are kept."""
