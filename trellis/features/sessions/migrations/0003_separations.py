"""People who are kept apart are never booked together: the database refuses it, whoever writes."""

from __future__ import annotations

from django.db import migrations

# Where a session is, as `separations.rules.places` has it: a venue, or a place in words that is not each family's own.
PLACES = """
CREATE FUNCTION sessions_plain(words text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$ SELECT btrim(regexp_replace(lower(words), '[^a-z0-9]+', ' ', 'g')) $$;

CREATE FUNCTION sessions_named_place(words text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$
    SELECT CASE WHEN sessions_plain(words) IN (
        '', 'at home', 'at school', 'by phone', 'by telephone', 'by video', 'by video call', 'college', 'family home',
        'home', 'home visit', 'online', 'phone', 'school', 'telephone', 'their home', 'video', 'video call'
    ) THEN NULL ELSE 'words:' || sessions_plain(words) END
$$;

CREATE FUNCTION sessions_venue_named(whose uuid, words text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT v.id FROM groups_venue v
    WHERE v.organisation_id = whose AND ((SELECT trellis_by_owner()) OR whose = (SELECT trellis_organisation()))
      AND sessions_plain(v.name) <> ''
      AND ' ' || sessions_plain(words) || ' ' LIKE '% ' || sessions_plain(v.name) || ' %'
    ORDER BY length(v.name) DESC, v.id LIMIT 1
$$;

CREATE FUNCTION sessions_keep_venue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW."where" IS NOT DISTINCT FROM OLD."where" AND NEW.is_online = OLD.is_online THEN
        NEW.venue_id := OLD.venue_id;
    ELSIF NEW.is_online THEN
        NEW.venue_id := NULL;
    ELSE
        NEW.venue_id := sessions_venue_named(NEW.organisation_id, NEW."where");
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keeps_venue BEFORE INSERT OR UPDATE ON programme_sessions_session
    FOR EACH ROW EXECUTE FUNCTION sessions_keep_venue();
"""

# What people are booked for. A programme that brings parent and child together says so in its definition.
BOOKED = """
CREATE FUNCTION sessions_by_design(version uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce((
        SELECT d.definition @> '{"cadence": {"family_together": true}}'
        FROM programmes_storeddefinition d WHERE d.version_id = version
    ), false)
$$;

CREATE FUNCTION sessions_booked(people uuid[])
RETURNS TABLE (
    person uuid, session_id uuid, group_id uuid, journey_id uuid, by_design boolean,
    begins timestamp, ends timestamp, place text, lobby text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT p.person_id, s.id, c.group_id, p.journey_id, sessions_by_design(j.programme_version_id),
        s.day + s.starts, s.day + s.ends,
        CASE WHEN s.is_online THEN NULL
             WHEN s.venue_id IS NOT NULL THEN 'venue:' || s.venue_id
             ELSE sessions_named_place(s."where") END,
        CASE WHEN s.is_online THEN sessions_named_place(s."where") END
    FROM journeys_participant p
    JOIN journeys_journey j ON j.id = p.journey_id
    JOIN programme_sessions_plannedattendee a ON a.participant_id = p.id
    JOIN programme_sessions_session s ON s.id = a.session_id
    LEFT JOIN groups_circle c ON c.id = s.circle_id
    WHERE p.person_id = ANY (people) AND s.status = 'planned'
      AND ((SELECT trellis_by_owner()) OR p.organisation_id = (SELECT trellis_organisation()))
$$;

CREATE FUNCTION groups_seated(people uuid[])
RETURNS TABLE (person uuid, group_id uuid, journey_id uuid, by_design boolean, room_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT p.person_id, g.group_id, p.journey_id, sessions_by_design(j.programme_version_id), c.room_id
    FROM journeys_participant p
    JOIN journeys_journey j ON j.id = p.journey_id
    JOIN groups_place g ON g.participant_id = p.id
    JOIN groups_circle c ON c.id = g.circle_id
    WHERE p.person_id = ANY (people) AND g.left_on IS NULL
      AND ((SELECT trellis_by_owner()) OR p.organisation_id = (SELECT trellis_organisation()))
$$;

CREATE FUNCTION sessions_workers(people uuid[])
RETURNS TABLE (person uuid, staff_id uuid, journey_id uuid, by_design boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT DISTINCT p.person_id, w.staff_id, p.journey_id, sessions_by_design(j.programme_version_id)
    FROM journeys_participant p
    JOIN journeys_journey j ON j.id = p.journey_id
    JOIN (
        SELECT a.participant_id, NULL::uuid AS journey_id, r.staff_id
        FROM programme_sessions_plannedattendee a
        JOIN programme_sessions_session s ON s.id = a.session_id AND s.status = 'planned'
        JOIN programme_sessions_sessionstaff r ON r.session_id = s.id
        WHERE a.participant_id IN (SELECT id FROM journeys_participant WHERE person_id = ANY (people))
        UNION ALL
        SELECT NULL, k.journey_id, k.staff_id FROM journeys_keyworker k WHERE k.until IS NULL
          AND k.journey_id IN (SELECT journey_id FROM journeys_participant WHERE person_id = ANY (people))
    ) w ON w.participant_id = p.id OR w.journey_id = p.journey_id
    WHERE p.person_id = ANY (people) AND ((SELECT trellis_by_owner()) OR p.organisation_id = (SELECT trellis_organisation()))
$$;
"""

CHECKS = """
CREATE FUNCTION sessions_someone_kept_apart(people uuid[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE whose uuid;
BEGIN
    IF people IS NULL OR NOT EXISTS (SELECT FROM separations_separation WHERE ended_at IS NULL) THEN
        RETURN false;
    END IF;
    SELECT organisation_id INTO whose FROM separations_pairs(people) LIMIT 1;
    IF whose IS NULL THEN
        RETURN false;
    END IF;
    PERFORM separations_lock(whose);
    RETURN true;
END
$$;

-- `moved`: the sessions stand and only change; who is in one of them, or in its group, already, is nothing new.
CREATE FUNCTION sessions_keep_apart(people uuid[], booked uuid[], moved boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found_one record;
BEGIN
    IF NOT sessions_someone_kept_apart(people) THEN
        RETURN;
    END IF;
    WITH apart AS MATERIALIZED (SELECT * FROM separations_pairs(people)),
    mine AS MATERIALIZED (
        SELECT * FROM sessions_booked((SELECT array_agg(DISTINCT one) FROM apart)) WHERE session_id = ANY (booked)
    ),
    theirs AS MATERIALIZED (SELECT * FROM sessions_booked((SELECT array_agg(DISTINCT other) FROM apart)))
    SELECT apart.separation_id,
        CASE WHEN mine.session_id = theirs.session_id THEN 'session'
             WHEN mine.place = theirs.place THEN 'building' ELSE 'lobby' END AS how
    INTO found_one
    FROM apart JOIN mine ON mine.person = apart.one JOIN theirs ON theirs.person = apart.other
    WHERE NOT (mine.by_design AND mine.journey_id = theirs.journey_id)
      AND NOT (moved AND (mine.session_id = theirs.session_id OR coalesce(mine.group_id = theirs.group_id, false)))
      AND (
        mine.session_id = theirs.session_id
        OR (
            mine.begins - apart.margin < theirs.ends AND theirs.begins < mine.ends + apart.margin
            AND (mine.place = theirs.place OR mine.lobby = theirs.lobby)
        )
      )
    LIMIT 1;
    IF FOUND THEN
        PERFORM separations_refuse(found_one.separation_id, found_one.how);
    END IF;
END
$$;

CREATE FUNCTION sessions_keep_workers_apart(people uuid[], workers uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found_one uuid;
BEGIN
    IF workers IS NULL OR NOT EXISTS (
        SELECT FROM separations_separation WHERE ended_at IS NULL AND different_workers
    ) OR NOT sessions_someone_kept_apart(people) THEN
        RETURN;
    END IF;
    WITH apart AS MATERIALIZED (SELECT * FROM separations_pairs(people) WHERE different_workers),
    mine AS MATERIALIZED (
        SELECT * FROM sessions_workers((SELECT array_agg(DISTINCT one) FROM apart)) WHERE staff_id = ANY (workers)
    ),
    theirs AS MATERIALIZED (SELECT * FROM sessions_workers((SELECT array_agg(DISTINCT other) FROM apart)))
    SELECT apart.separation_id INTO found_one
    FROM apart
    JOIN mine ON mine.person = apart.one
    JOIN theirs ON theirs.person = apart.other AND theirs.staff_id = mine.staff_id
    WHERE NOT (mine.by_design AND mine.journey_id = theirs.journey_id)
    LIMIT 1;
    IF FOUND THEN
        PERFORM separations_refuse(found_one, 'worker');
    END IF;
END
$$;
"""

TRIGGERS = """
CREATE FUNCTION sessions_people_expected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE people uuid[]; booked uuid[];
BEGIN
    SELECT array_agg(DISTINCT p.person_id), array_agg(DISTINCT a.session_id) INTO people, booked
    FROM added a JOIN journeys_participant p ON p.id = a.participant_id;
    PERFORM sessions_keep_apart(people, booked, false);
    PERFORM sessions_keep_workers_apart(people, (
        SELECT array_agg(DISTINCT staff_id) FROM programme_sessions_sessionstaff WHERE session_id = ANY (booked)
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_apart_added AFTER INSERT ON programme_sessions_plannedattendee
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sessions_people_expected();
CREATE TRIGGER keeps_apart_changed AFTER UPDATE ON programme_sessions_plannedattendee
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sessions_people_expected();

CREATE FUNCTION sessions_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE people uuid[]; booked uuid[];
BEGIN
    SELECT array_agg(n.id) INTO booked
    FROM after_it n JOIN before_it o ON o.id = n.id
    WHERE n.status = 'planned' AND (
        o.status <> 'planned' OR (n.day, n.starts, n.ends, n."where", n.venue_id, n.is_online)
            IS DISTINCT FROM (o.day, o.starts, o.ends, o."where", o.venue_id, o.is_online)
    );
    IF booked IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT p.person_id) INTO people
    FROM programme_sessions_plannedattendee a JOIN journeys_participant p ON p.id = a.participant_id
    WHERE a.session_id = ANY (booked);
    PERFORM sessions_keep_apart(people, booked, true);
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_apart AFTER UPDATE ON programme_sessions_session
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it
    FOR EACH STATEMENT EXECUTE FUNCTION sessions_changed();

-- Who is booked to run a session; that somebody was there (`was_present`) is a fact, and facts are never refused.
CREATE FUNCTION sessions_staffed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM sessions_keep_workers_apart(
        (SELECT array_agg(DISTINCT p.person_id) FROM added
         JOIN programme_sessions_plannedattendee a ON a.session_id = added.session_id
         JOIN journeys_participant p ON p.id = a.participant_id WHERE added.was_present IS NULL),
        (SELECT array_agg(DISTINCT staff_id) FROM added WHERE was_present IS NULL)
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_workers_apart_added AFTER INSERT ON programme_sessions_sessionstaff
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION sessions_staffed();

CREATE FUNCTION sessions_staff_exchanged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM sessions_keep_workers_apart(
        (SELECT array_agg(DISTINCT p.person_id) FROM programme_sessions_plannedattendee a
         JOIN journeys_participant p ON p.id = a.participant_id WHERE a.session_id = NEW.session_id),
        ARRAY[NEW.staff_id]
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_workers_apart_changed AFTER UPDATE ON programme_sessions_sessionstaff FOR EACH ROW
    WHEN (NEW.staff_id <> OLD.staff_id OR NEW.session_id <> OLD.session_id)
    EXECUTE FUNCTION sessions_staff_exchanged();

CREATE FUNCTION journeys_keyworker_exchanged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM sessions_keep_workers_apart(
        (SELECT array_agg(DISTINCT person_id) FROM journeys_participant WHERE journey_id = NEW.journey_id),
        ARRAY[NEW.staff_id]
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_workers_apart_changed AFTER UPDATE ON journeys_keyworker FOR EACH ROW
    WHEN (NEW.until IS NULL AND (NEW.staff_id <> OLD.staff_id OR OLD.until IS NOT NULL))
    EXECUTE FUNCTION journeys_keyworker_exchanged();

CREATE FUNCTION journeys_keyworker_given() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM sessions_keep_workers_apart(
        (SELECT array_agg(DISTINCT p.person_id) FROM added
         JOIN journeys_participant p ON p.journey_id = added.journey_id WHERE added.until IS NULL),
        (SELECT array_agg(DISTINCT staff_id) FROM added WHERE until IS NULL)
    );
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_workers_apart_added AFTER INSERT ON journeys_keyworker
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journeys_keyworker_given();

CREATE FUNCTION groups_keep_apart(people uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found_one uuid;
BEGIN
    IF NOT sessions_someone_kept_apart(people) THEN
        RETURN;
    END IF;
    WITH apart AS MATERIALIZED (SELECT * FROM separations_pairs(people))
    SELECT apart.separation_id INTO found_one
    FROM apart
    JOIN groups_seated((SELECT array_agg(DISTINCT one) FROM apart)) mine ON mine.person = apart.one
    JOIN groups_seated((SELECT array_agg(DISTINCT other) FROM apart)) theirs
      ON theirs.person = apart.other AND theirs.group_id = mine.group_id
    WHERE NOT (mine.by_design AND mine.journey_id = theirs.journey_id)
    LIMIT 1;
    IF FOUND THEN
        PERFORM separations_refuse(found_one, 'group');
    END IF;
END
$$;
"""

# Gives a place again, or moves one: a change that leaves it, or only writes a reason, is no booking.
PLACES_CHANGED = """
CREATE FUNCTION groups_seats_given() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM groups_keep_apart((
        SELECT array_agg(DISTINCT p.person_id)
        FROM added a JOIN journeys_participant p ON p.id = a.participant_id WHERE a.left_on IS NULL
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_apart_added AFTER INSERT ON groups_place
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION groups_seats_given();

CREATE FUNCTION groups_seats_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM groups_keep_apart((
        SELECT array_agg(DISTINCT p.person_id)
        FROM added a JOIN gone o ON o.id = a.id JOIN journeys_participant p ON p.id = a.participant_id
        WHERE a.left_on IS NULL AND (
            o.left_on IS NOT NULL OR a.group_id <> o.group_id OR a.participant_id <> o.participant_id
        )
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER keeps_apart_changed AFTER UPDATE ON groups_place
    REFERENCING OLD TABLE AS gone NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION groups_seats_changed();
"""

DROPPED = """
DROP TRIGGER keeps_apart_changed ON groups_place;
DROP TRIGGER keeps_apart_added ON groups_place;
DROP TRIGGER keeps_workers_apart_changed ON journeys_keyworker;
DROP TRIGGER keeps_workers_apart_added ON journeys_keyworker;
DROP TRIGGER keeps_workers_apart_changed ON programme_sessions_sessionstaff;
DROP TRIGGER keeps_workers_apart_added ON programme_sessions_sessionstaff;
DROP TRIGGER keeps_apart ON programme_sessions_session;
DROP TRIGGER keeps_apart_changed ON programme_sessions_plannedattendee;
DROP TRIGGER keeps_apart_added ON programme_sessions_plannedattendee;
DROP TRIGGER keeps_venue ON programme_sessions_session;
DROP FUNCTION groups_seats_changed, groups_seats_given, groups_keep_apart, journeys_keyworker_given,
    journeys_keyworker_exchanged, sessions_staff_exchanged, sessions_staffed, sessions_changed,
    sessions_people_expected, sessions_keep_workers_apart, sessions_keep_apart, sessions_someone_kept_apart,
    sessions_workers, groups_seated, sessions_booked, sessions_by_design, sessions_keep_venue, sessions_venue_named,
    sessions_named_place, sessions_plain;
"""

NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    """Functions, then the triggers that call them; undone all together."""

    dependencies = [
        ("programme_sessions", "0002_session_venue"),
        ("separations", "0002_pairs"),
        ("groups", "0001_initial"),
        ("journeys", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(PLACES, DROPPED),
        migrations.RunSQL(BOOKED, NOTHING),
        migrations.RunSQL(CHECKS, NOTHING),
        migrations.RunSQL(TRIGGERS, NOTHING),
        migrations.RunSQL(PLACES_CHANGED, NOTHING),
    ]
