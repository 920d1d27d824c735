"""Pure values that every floor above may use. Nothing here knows Django or a database."""
