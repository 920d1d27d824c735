"""Every address of Trellis: each room brings its own."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

urlpatterns = [
    path("", include(f"{config.name}.web.urls"))
    for config in apps.get_app_configs()
    if config.name.startswith("trellis.") and find_spec(f"{config.name}.web") and find_spec(f"{config.name}.web.urls")
]

handler400 = "trellis.platform.access.web.errors.bad_request"
handler403 = "trellis.platform.access.web.errors.forbidden"
handler404 = "trellis.platform.access.web.errors.not_found"
handler500 = "trellis.platform.design_system.problems.server_error"
handler429 = "trellis.platform.access.web.errors.too_many"
