"""What the database tells of sessions to whoever books others: that a member of staff is busy, and nothing of why."""

from __future__ import annotations

from trellis.platform.database.wall_functions import ASKED

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION sessions_staff_busy(whose uuid, staff uuid[], days date[])
RETURNS TABLE (session_id uuid, staff_id uuid, day date, starts time, ends time)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT session.id, running.staff_id, session.day, session.starts, session.ends
    FROM programme_sessions_sessionstaff running
    JOIN programme_sessions_session session ON session.id = running.session_id
    WHERE running.organisation_id = whose AND running.staff_id = ANY(staff) AND session.day = ANY(days)
      AND session.status <> 'cancelled'
      AND {ASKED.format(organisation="whose")}
$$
"""
