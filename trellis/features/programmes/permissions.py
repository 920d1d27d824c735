"""What people may do with programmes."""

SEE_PROGRAMMES = "programmes.see"
SEE_SESSIONS = "programmes.see_sessions"
CHANGE_OFFERS = "programmes.change_offers"
