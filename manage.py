#!/usr/bin/env python
"""Run a Django command; `trellis` is the same thing with the product's own commands in front."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
