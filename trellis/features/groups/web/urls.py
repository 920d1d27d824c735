"""The addresses of groups, places, venues and closures."""

from django.urls import path

from trellis.features.groups.web import changes, groups, new, placing, running, venues

app_name = "groups"

_GROUP = "groups/<uuid:group_id>/"

urlpatterns = [
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", new.first, name="new"),
    path("groups/new/preview/", new.preview, name="preview"),
    path("groups/new/<slug:step>/", new.step, name="new_step"),
    path(_GROUP, groups.group, name="group"),
    path(f"{_GROUP}sheet/", groups.sheet, name="sheet"),
    path(f"{_GROUP}places/", placing.places, name="places"),
    path(f"{_GROUP}places/add/", placing.add, name="add"),
    path(f"{_GROUP}places/undo/", placing.undo, name="undo"),
    path(f"{_GROUP}places/<uuid:journey_id>/", placing.family, name="family"),
    path(f"{_GROUP}places/<uuid:journey_id>/remove/", placing.remove, name="remove"),
    path(f"{_GROUP}schedule/", changes.schedule, name="schedule"),
    path(f"{_GROUP}slot/", changes.slot, name="slot"),
    path(f"{_GROUP}circles/<uuid:circle_id>/staff/", changes.staff, name="staff"),
    path(f"{_GROUP}start/", running.start, name="start"),
    path(f"{_GROUP}finish/", running.finish, name="finish"),
    path(f"{_GROUP}cancel/", running.cancel, name="cancel"),
    path("venues/", venues.venues, name="venues"),
    path("venues/new/", venues.add_venue, name="add_venue"),
    path("venues/<uuid:venue_id>/", venues.venue, name="venue"),
    path("venues/<uuid:venue_id>/change/", venues.change_venue, name="change_venue"),
    path("venues/<uuid:venue_id>/activity/", venues.activity, name="venue_activity"),
    path("venues/<uuid:venue_id>/rooms/<uuid:room_id>/", venues.change_room, name="change_room"),
    path("closures/", venues.closures, name="closures"),
    path("closures/<uuid:closure_id>/", venues.change_closure, name="change_closure"),
    path("closures/<uuid:closure_id>/remove/", venues.remove_closure, name="remove_closure"),
]
