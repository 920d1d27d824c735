"""The addresses of sign-in, of one's own account, of the people of the house, and of Today.

The names `account_…` and `mfa_…` are those that allauth asks for.
"""

from django.urls import path, re_path

from trellis.platform.access.web import account, held, organisations, people, sign_in, today

urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/closed/", sign_in.closed, name="account_inactive"),
    path("sign-in/again/", sign_in.password_again, name="account_reauthenticate"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("session/keep-alive/", held.keep_alive, name="keep_alive"),
    path("session/carry-on/", held.carry_on, name="carry_on"),
    path("password/change/", sign_in.change_password, name="account_change_password"),
    path("password/forgotten/", sign_in.forgotten, name="account_reset_password"),
    path("password/forgotten/sent/", sign_in.forgotten_sent, name="account_reset_password_done"),
    path("password/new/done/", sign_in.new_password_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.new_password,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", sign_in.second_step_home, name="mfa_index"),
    path("second-factor/sign-in/", sign_in.second_step, name="mfa_authenticate"),
    path("second-factor/again/", sign_in.second_step_again, name="mfa_reauthenticate"),
    path("second-factor/turn-on/", sign_in.turn_on, name="mfa_activate_totp"),
    path("second-factor/turn-off/", sign_in.turn_off, name="mfa_deactivate_totp"),
    path("second-factor/codes/", sign_in.codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", sign_in.new_codes, name="mfa_generate_recovery_codes"),
    path("organisations/", organisations.choose, name="choose_membership"),
    path("account/", account.account, name="account"),
    path("account/details/", account.details, name="account_details"),
    path("administration/", people.administration, name="administration"),
    path("administration/people/", people.people, name="people"),
    path("administration/people/new/", people.new_person, name="new_person"),
    path("administration/people/<uuid:membership_id>/", people.person, name="person"),
    path("administration/people/<uuid:membership_id>/change/", people.change_person, name="change_person"),
    path("administration/people/<uuid:membership_id>/access/", people.access, name="person_access"),
    path("administration/people/<uuid:membership_id>/invite/", people.invite, name="person_invite"),
]
