"""The names of what may be done with groups."""

SEE_GROUPS = "groups.see"
MAKE_GROUPS = "groups.make"
PLACE_FAMILIES = "groups.place"
SEE_VENUES = "groups.see_venues"
MANAGE_VENUES = "groups.manage_venues"
