"""Measures the planner: problems of our own, a validator and a first-come baseline that share no code with it."""
