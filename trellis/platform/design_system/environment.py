"""The Jinja2 environment: GOV.UK macros as `govuk`, own components as `ui`, strict about undefined names."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, Template

from trellis.platform.design_system import lists, words
from trellis.platform.design_system.layout import layout_for, problems_in

PREFIX = "govuk_frontend_jinja/"
HERE = Path(__file__).resolve().parent


@cache
def govuk_environment() -> Environment:
    """Return the environment of the GOV.UK macros, which lean on undefined values being empty."""
    loader = PrefixLoader({PREFIX.rstrip("/"): PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


class GovukMacros:
    """Gives each GOV.UK component as a function: `govuk.button({"text": "Save"})`."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        component = name.replace("_", "-")
        template = govuk_environment().get_template(f"{PREFIX}components/{component}/macro.html")
        macro: Callable[..., Any] = getattr(template.module, f"govuk{_camel(name)}")
        return macro


class OwnComponents:
    """Gives each macro of `jinja2/components/<family>.jinja` as a function: `ui.status("Waiting", "look")`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._homes: dict[str, str] = {}

    def _home_of(self, name: str) -> str:
        if name not in self._homes:
            folder = HERE / "jinja2" / "components"
            for path in sorted(folder.glob("*.jinja")):
                if f"{{% macro {name}(" in path.read_text(encoding="utf-8"):
                    self._homes[name] = f"components/{path.name}"
        return self._homes.get(name, "")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        home = "" if name.startswith("_") else self._home_of(name)
        if not home:
            raise AttributeError(f"There is no component called {name!r}: see the design system's README.")
        macro: Callable[..., Any] = getattr(self._environment.get_template(home).module, name)
        return macro


class TrellisEnvironment(Environment):
    """Renders our templates strictly and hands GOV.UK's own to the environment that suits them."""

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        """Return a template; those of the GOV.UK package come from their own environment."""
        if isinstance(name, str) and name.startswith(PREFIX):
            return govuk_environment().get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def url(view_name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named view."""
    return reverse(view_name, args=args or None, kwargs=kwargs or None)


def _new_id(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def environment(**options: Any) -> Environment:
    """Make the environment for Django's Jinja2 backend, with every filter and global that templates use.

    An undefined name raises, in production as in tests: a page that forgot to say whether something is
    sealed must fail and not show it.
    """
    from trellis.platform.design_system.rendering import errors_of, field

    options["undefined"] = StrictUndefined
    made = TrellisEnvironment(**{"trim_blocks": True, "lstrip_blocks": True, **options})
    made.filters.update(words.FILTERS)
    made.globals.update(
        static=static,
        url=url,
        govuk=GovukMacros(),
        ui=OwnComponents(made),
        field=field,
        errors_of=errors_of,
        layout_for=layout_for,
        problems_in=problems_in,
        address_with=lists.address_with,
        page_links=lists.page_links,
        bar=lists.bar,
        new_id=_new_id,
    )
    return made


@cache
def plain_environment() -> Environment:
    """Return an environment that knows this room's templates only, for pages that must not fail."""
    return environment(loader=FileSystemLoader(HERE / "jinja2"), autoescape=True)
