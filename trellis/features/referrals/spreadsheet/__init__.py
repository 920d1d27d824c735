"""Referrals from a spreadsheet: one row a person, a family is the rows that share a family number."""
