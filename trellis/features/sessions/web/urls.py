"""Addresses of sessions, registers, bookings and a referrer's view of progress."""

from django.urls import path

from trellis.features.sessions.web import bookings, changes, follow_ups, pages, progress, register

app_name = "sessions"
urlpatterns = [
    path("sessions/", pages.sessions, name="list"),
    path("sessions/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("sessions/follow-ups/<uuid:attendance_id>/", follow_ups.follow_up, name="follow_up"),
    path("sessions/<uuid:session_id>/", pages.session, name="session"),
    path("sessions/<uuid:session_id>/register/", register.register, name="register"),
    path("sessions/<uuid:session_id>/register/sheet/", register.sheet, name="sheet"),
    path("sessions/<uuid:session_id>/move/", changes.move, name="move"),
    path("sessions/<uuid:session_id>/cancel/", changes.cancel, name="cancel"),
    path("sessions/<uuid:session_id>/staff/", changes.staff, name="staff"),
    path("journeys/<uuid:journey_id>/sessions/book/", bookings.book, name="book"),
    path("journeys/<uuid:journey_id>/sessions/course/", bookings.course, name="course"),
    path("referrals/<uuid:referral_id>/progress/", progress.progress, name="progress"),
]
