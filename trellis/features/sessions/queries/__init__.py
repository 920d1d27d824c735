"""Reads of sessions and attendance; the first argument is the viewer."""
