"""Loading: versions never change, and all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from trellis.features.programmes import queries
from trellis.features.programmes.loading import load_definitions
from trellis.features.programmes.models import ProgrammeVersion
from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER, built_in_definition, built_in_definitions

pytestmark = pytest.mark.django_db
PACT = (BUILT_IN_FOLDER / "pact.toml").read_text(encoding="utf-8")


def own(folder: Path, text: str) -> Path:
    (folder / "pact.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_built_in_programme_loads_once() -> None:
    first = load_definitions([BUILT_IN_FOLDER])
    assert len(first.added) == len(built_in_definitions())
    second = load_definitions([BUILT_IN_FOLDER])
    assert (second.added, len(second.unchanged)) == ([], len(built_in_definitions()))


def test_what_is_stored_reads_back_the_same() -> None:
    load_definitions([BUILT_IN_FOLDER])
    for definition in built_in_definitions():
        assert queries.definition(queries.latest_version(definition.key).pk) == definition


def test_comments_may_change(tmp_path: Path) -> None:
    load_definitions([BUILT_IN_FOLDER])
    loaded = load_definitions([own(tmp_path, "# Another comment\n" + PACT)])
    assert loaded.unchanged == ["pact 2"]


def test_a_changed_file_with_the_same_version_is_refused_and_nothing_loads(tmp_path: Path) -> None:
    load_definitions([own(tmp_path, PACT)])
    changed = PACT.replace('title = "Arriving"', 'title = "Coming in"')
    loaded = load_definitions([BUILT_IN_FOLDER, own(tmp_path, changed)])
    assert loaded.refused == [
        "pact: version 2 is loaded already and says something else. Right would be version 3 or higher."
    ]
    assert ProgrammeVersion.objects.count() == 1


def test_a_higher_version_stands_beside_the_old_one(tmp_path: Path) -> None:
    load_definitions([BUILT_IN_FOLDER])
    old = queries.latest_version("pact")
    changed = PACT.replace("version = 2", "version = 3").replace('title = "Arriving"', 'title = "Coming in"')
    assert load_definitions([BUILT_IN_FOLDER, own(tmp_path, changed)]).added == ["pact 3"]
    new = queries.latest_version("pact")
    assert new.version == 3
    assert queries.definition(old.pk).strand("parents").session(1).title == "Arriving"
    assert queries.definition(new.pk).strand("parents").session(1).title == "Coming in"


def test_a_wrong_file_loads_nothing(tmp_path: Path) -> None:
    loaded = load_definitions([BUILT_IN_FOLDER, own(tmp_path, PACT.replace("version = 2", 'version = "one"'))])
    assert len(loaded.refused) == 1
    assert "pact.toml:6: version: found" in loaded.refused[0]
    assert not ProgrammeVersion.objects.exists()


def test_a_definition_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        built_in_definition("pact").name = "Another"  # type: ignore[misc]
