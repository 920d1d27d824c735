"""Measures the pages that people use all day, at 1,000 and 100,000 journeys, in one run."""
