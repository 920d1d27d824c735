"""The web application, for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from trellis.config.demonstration import refuse_demo_data
from trellis.platform.database.sight import SIGNING_IN, seeing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings.production")
application = get_wsgi_application()
if not settings.TRELLIS_DEMO:
    with seeing(SIGNING_IN):
        refuse_demo_data()
    connections.close_all()
