"""Addresses of correspondence; none of them says to whom."""

from django.urls import path

from trellis.features.correspondence.web import letters, lists, reaching

app_name = "correspondence"
FAMILY = "families/<uuid:family_id>/letters/"
urlpatterns = [
    path("post/", lists.post, name="post"),
    path("post/calls/", lists.calls, name="calls"),
    path("post/messages/", lists.messages, name="messages"),
    path("post/return-address/", lists.return_address, name="return_address"),
    path(FAMILY, letters.family, name="family"),
    path(f"{FAMILY}to/<uuid:person_id>/", letters.write, name="write"),
    path(f"{FAMILY}calls/<uuid:person_id>/", reaching.call, name="call"),
    path(f"{FAMILY}messages/<uuid:person_id>/", reaching.message, name="message"),
    path(f"{FAMILY}messages/<uuid:message_id>/sent/", reaching.sent, name="sent"),
    path(f"{FAMILY}<uuid:letter_id>/", letters.letter, name="letter"),
    path(f"{FAMILY}<uuid:letter_id>/mark/", letters.mark, name="mark"),
    path(f"{FAMILY}<uuid:letter_id>/paper/", letters.paper, name="paper"),
    path(f"{FAMILY}<uuid:letter_id>/envelope/", letters.envelope, name="envelope"),
]
