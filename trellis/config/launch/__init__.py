"""What the two commands, `make run` and `make test`, stand on.

`start.py`, `say.py`, `interpreters.py`, `environment.py` and `assets.py` are run by any Python from 3.8 on, before the
environment exists: the standard library and old syntax only.
"""
