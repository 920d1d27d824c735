"""The names of what may be done with sessions."""

SEE = "sessions.see"
PLAN = "sessions.plan"
BOOK = "sessions.book"
REGISTER = "sessions.register"
PROGRESS = "sessions.see_progress"
