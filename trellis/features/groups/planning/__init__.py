"""The planner: which cohorts to open, for which families, run by whom; pure, with OR-Tools."""
