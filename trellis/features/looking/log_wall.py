"""What the log tells of a family stands behind that family's wall, in the database as well."""

from __future__ import annotations

from django.db import connections

POLICY = """
DROP POLICY IF EXISTS wall_of_families ON audit_auditevent;
CREATE POLICY wall_of_families ON audit_auditevent AS RESTRICTIVE FOR SELECT USING (
    (SELECT trellis_nothing_shut())
    OR ((about_family IS NULL OR about_family NOT IN (SELECT trellis_shut_family()))
        AND about_id NOT IN (SELECT trellis_shut_person()))
);
"""
STANDS = "SELECT to_regprocedure('trellis_shut_person()') IS NOT NULL AND to_regclass('audit_auditevent') IS NOT NULL"


def build(using: str) -> None:
    """Build the policy, once the functions that it asks are there."""
    with connections[using].cursor() as cursor:
        cursor.execute(STANDS)
        if cursor.fetchone()[0]:
            cursor.execute(POLICY)
