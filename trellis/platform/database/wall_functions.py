"""The functions that the database's policies ask: who is looking, and what is shut to them.

They run as their owner (SECURITY DEFINER), because what is shut must be found in order to be hidden.
"""

from __future__ import annotations

DEFINER = "LANGUAGE {language} STABLE SECURITY DEFINER SET search_path = public, pg_temp"
IN_SQL = DEFINER.format(language="sql")

_SETTING = """
CREATE OR REPLACE FUNCTION trellis_{name}() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('trellis.{name}', true), '')::uuid $$
"""

SETTINGS = "".join(_SETTING.format(name=name) + ";" for name in ("organisation", "membership", "person"))

STAGE = """
CREATE OR REPLACE FUNCTION trellis_signing_in() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('trellis.kind', true), '') = 'signing_in' $$;

-- Whether anything at all is shut to whoever looks; nearly always nothing is, and no policy need look further.
CREATE OR REPLACE FUNCTION trellis_nothing_shut() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('trellis.shut', true), 'some') = 'none' $$;

-- Whether no fact is sealed from whoever looks.
CREATE OR REPLACE FUNCTION trellis_nothing_sealed() RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting('trellis.sealed', true), 'some') = 'none' $$;
"""

LOOK = """
CREATE OR REPLACE FUNCTION trellis_look(kind text, who uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of_organisation uuid;
    of_person uuid;
BEGIN
    PERFORM set_config('trellis.kind', kind, false), set_config('trellis.organisation', '', false),
            set_config('trellis.membership', '', false), set_config('trellis.person', '', false),
            set_config('trellis.shut', 'some', false), set_config('trellis.sealed', 'some', false);
    IF kind = 'person' THEN
        PERFORM set_config('trellis.person', who::text, false);
    ELSIF kind = 'organisation' THEN
        PERFORM set_config('trellis.organisation', who::text, false), set_config('trellis.shut', 'none', false),
                set_config('trellis.sealed', 'none', false);
    ELSIF kind = 'viewer' THEN
        SELECT organisation_id, user_id INTO of_organisation, of_person
        FROM access_membership WHERE id = who AND is_active;
        IF of_organisation IS NULL THEN
            RETURN;
        END IF;
        PERFORM set_config('trellis.organisation', of_organisation::text, false),
                set_config('trellis.membership', who::text, false),
                set_config('trellis.person', of_person::text, false);
        IF NOT EXISTS (SELECT 1 FROM trellis_shut_family()) THEN
            PERFORM set_config('trellis.shut', 'none', false);
        END IF;
        IF NOT EXISTS (SELECT 1 FROM trellis_seals_against()) THEN
            PERFORM set_config('trellis.sealed', 'none', false);
        END IF;
    END IF;
END $$;

-- The organisations that background work goes through, one after the other: their ids and nothing else.
CREATE OR REPLACE FUNCTION trellis_organisations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM access_organisation ORDER BY id $$;

-- For which organisation a background job runs.
CREATE OR REPLACE FUNCTION trellis_job_is_of(job uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT organisation_id FROM jobs_backgroundjob WHERE id = job $$;
"""

FIRST = SETTINGS + STAGE
LAST = LOOK
