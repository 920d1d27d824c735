"""Makes a database ready to serve: tables, programmes, the first families of the demonstration, static files."""

from __future__ import annotations

import hashlib
import os
import sys
import time

from trellis.config.launch.roles import as_owner, check_bound
from trellis.config.launch.say import InTheWay, Timed, say, stop_with
from trellis.kernel.decisions import RuleBroken


def main() -> int:
    """Make everything ready for the settings in force; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings.local")
    as_owner()
    began = time.monotonic()
    try:
        _set_up()
        _refuse_the_wrong_database()
        _collect_static()
        _migrate()
        check_bound()
        _load_programmes()
        _demo()
    except (InTheWay, RuleBroken) as problem:
        return stop_with(problem)
    say(f"Ready after {time.monotonic() - began:.0f} s.")
    return 0


def _set_up() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise InTheWay(f"The settings do not fit: {problem}") from problem


def _refuse_the_wrong_database() -> None:
    """Keep the demonstration out of a real service's database, and the other way round, before anything is written."""
    from django.conf import settings

    from trellis.config.demonstration import refuse_demo_data, refuse_real_data

    if settings.TRELLIS_DEMO:
        refuse_real_data()
    else:
        refuse_demo_data()


def _collect_static() -> None:
    """Gather static files where the web server finds them, when the built assets changed."""
    from pathlib import Path

    from django.conf import settings
    from django.core.management import call_command

    built = Path(settings.STATICFILES_DIRS[0])
    if not built.is_dir():
        raise InTheWay("The style sheets have not been built: run make assets.")
    listing = sorted((str(path), path.stat().st_mtime_ns) for path in built.rglob("*"))
    mark = hashlib.sha256(repr(listing).encode()).hexdigest()
    kept = Path(settings.STATIC_ROOT) / ".gathered-from"
    if kept.exists() and kept.read_text() == mark:
        return
    with Timed("Gathering the style sheets, scripts and typeface"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        kept.write_text(mark)


def _migrate() -> None:
    from django.core.management import call_command
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import DatabaseError, connection
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.migrations.executor import MigrationExecutor

    from trellis.platform.database import wall

    executor = MigrationExecutor(connection)
    ahead = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if any(app in executor.loader.migrated_apps for app, _ in ahead):
        names = ", ".join(sorted(f"{app} {name}" for app, name in ahead))
        raise InTheWay(f"This database was made by a newer Trellis ({names}): run that one, or set another database.")
    tables_change = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not tables_change and wall.stands():
        return
    with Timed("Making the tables" if tables_change else "Building the wall of the database anew"):
        try:
            if tables_change:
                call_command("migrate", interactive=False, verbosity=0)
            else:  # The wall's words differ from those it was built with, or the secret does.
                emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
        except (DatabaseError, InconsistentMigrationHistory) as problem:
            raise InTheWay(f"The tables could not be made: {str(problem).strip().splitlines()[0]}") from problem


def _load_programmes() -> None:
    from django.conf import settings

    from trellis.features.programmes.loading import load_definitions
    from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER

    loaded = load_definitions([BUILT_IN_FOLDER, *settings.TRELLIS_PROGRAMME_FOLDERS])
    if loaded.refused:
        raise InTheWay(
            "\n".join([*map(str, loaded.refused), "These programme files were refused, so nothing started."])
        )


def _demo() -> None:
    from django.conf import settings

    if not settings.TRELLIS_DEMO:
        return
    from trellis.demo import load

    load.load(say)
    load.tell_sign_ins(say)


if __name__ == "__main__":
    sys.exit(main())
