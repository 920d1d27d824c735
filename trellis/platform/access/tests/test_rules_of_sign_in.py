"""The pure rules of signing in, by table: addresses, browsers, newness, the second step, providers."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role
from trellis.platform.access.rules import places, providers, second_step
from trellis.platform.access.rules.places import Newness

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("81.2.69.142", "", 0, "81.2.69.142"),
        ("81.2.69.142", "6.6.6.6", 0, "81.2.69.142"),
        ("10.0.0.1", "81.2.69.142", 1, "81.2.69.142"),
        ("10.0.0.1", "6.6.6.6, 81.2.69.142", 1, "81.2.69.142"),
        ("10.0.0.1", "6.6.6.6, 81.2.69.142, 10.0.0.2", 2, "81.2.69.142"),
        ("10.0.0.1", "81.2.69.142", 2, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("::1", "2001:db8:1:2::5", 1, "2001:db8:1:2::5"),
        ("::ffff:81.2.69.142", "", 0, "81.2.69.142"),
        ("", "", 0, ""),
    ],
)
def test_only_our_own_proxies_are_believed(remote, forwarded, proxies, expected):
    assert places.address_behind(remote, forwarded, proxies) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [("81.2.69.142", "81.2.69.x"), ("2001:db8:1:2::5", "2001:db8:1::"), ("", places.NOWHERE), ("x", places.NOWHERE)],
)
def test_a_network_is_named_and_never_the_whole_address(address, network):
    assert places.network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge on a Windows computer",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36", "Chrome on a Windows computer"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Firefox/133.0", "Firefox on a Mac"),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile",
            "Chrome on an Android telephone or tablet",
        ),
        ("curl/8.0", "An unknown browser"),
        ("Linux", "A Linux computer"),
        ("", "An unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(agent, words):
    assert places.device_in_words(agent) == words


@pytest.mark.parametrize(
    ("ever", "browser", "network", "expected"),
    [
        (False, False, False, Newness.FIRST_EVER),
        (True, True, True, Newness.KNOWN),
        (True, True, False, Newness.NEW_NETWORK),
        (True, False, True, Newness.NEW_BROWSER),
        (True, False, False, Newness.NEW_BROWSER),
    ],
)
def test_how_new_a_place_is(ever, browser, network, expected):
    assert places.newness(ever=ever, browser_known=browser, network_known=network) == expected


@pytest.mark.parametrize(
    ("since", "needed", "coming"),
    [
        (None, False, False),
        (date(2026, 11, 21), True, False),
        (TODAY, True, False),
        (date(2026, 11, 23), False, True),
    ],
)
def test_the_day_of_the_second_step(since, needed, coming):
    asked = {"since": since, "roles": ["supervisor"], "today": TODAY}
    assert second_step.is_needed(role=Role.SUPERVISOR, **asked) == needed
    assert second_step.is_coming(role=Role.SUPERVISOR, **asked) == coming
    assert not second_step.is_needed(role=Role.REFERRER, **asked)
    assert not second_step.is_coming(role=Role.REFERRER, **asked)


def test_asking_for_a_second_step_must_make_sense():
    everybody = list(Role)
    second_step.check_asking(since=None, roles=[], today=TODAY, was=None)
    second_step.check_asking(since=TODAY, roles=everybody, today=TODAY, was=None)
    second_step.check_asking(since=date(2026, 1, 1), roles=everybody, today=TODAY, was=date(2026, 1, 1))
    with pytest.raises(RuleBroken, match="roles"):
        second_step.check_asking(since=TODAY, roles=[], today=TODAY, was=None)
    with pytest.raises(RuleBroken, match="after today"):
        second_step.check_asking(since=date(2026, 11, 21), roles=everybody, today=TODAY, was=None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://accounts.google.com", "https://accounts.google.com"),
        (" https://login.example.org/a/v2.0/ ", "https://login.example.org/a/v2.0"),
        ("https://login.example.org/.well-known/openid-configuration", "https://login.example.org"),
        ("https://login.example.org:443/x", "https://login.example.org:443/x"),
    ],
)
def test_an_issuer_is_kept_without_its_end(typed, kept):
    assert providers.check_issuer(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "http://login.example.org",
        "login.example.org",
        "https://",
        "https://127.0.0.1",
        "https://[::1]",
        "https://localhost",
        "https://metadata",
        "https://10.0.0.5/x",
        "https://login.example.org:8443",
        "https://login.example.org:port",
        "https://user:word@login.example.org",
        "https://login.example.org/?a=b",
        "https://login.example.org/#x",
        "https://login.example.org/a b",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_issuer_is_refused(typed):
    with pytest.raises(RuleBroken) as broken:
        providers.check_issuer(typed)
    assert broken.value.problems[0][0] == "issuer"


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("x", False),
    ],
)
def test_only_the_internet_is_reachable(address, reachable):
    assert providers.is_reachable(address) == reachable


def test_domains_are_read_however_they_are_typed():
    assert providers.domains_of("Riverside.org.uk, @example.org\n example.org") == ["example.org", "riverside.org.uk"]


@pytest.mark.parametrize(
    "typed", ["", " , ", "example", "a@example.org", "exa mple.org/x", "*.example.org", "gmail.com"]
)
def test_what_is_no_domain_of_ones_own_is_refused(typed):
    with pytest.raises(RuleBroken) as broken:
        providers.domains_of(typed)
    assert broken.value.problems[0][0] == "domains"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"email": "Ana@Example.org", "email_verified": True}, "ana@example.org"),
        ({"email": "ana@example.org", "email_verified": "true"}, "ana@example.org"),
        ({"email": "ana@example.org", "xms_edov": "1"}, "ana@example.org"),
        ({"email": "ana@example.org", "xms_edov": 1}, "ana@example.org"),
        ({"email": "ana@example.org"}, None),
        ({"email": "ana@example.org", "email_verified": False}, None),
        ({"email": "ana@example.org", "email_verified": "false"}, None),
        ({"email": "ana@example.org", "email_verified": ["true"]}, None),
        ({"email": "ana@elsewhere.example", "email_verified": True}, None),
        ({"email": "ana@sub.example.org", "email_verified": True}, None),
        ({"email": "ana@elsewhere.example@example.org", "email_verified": True}, None),
        ({"email": ["ana@example.org"], "email_verified": True}, None),
        ({"email_verified": True}, None),
        ({}, None),
    ],
)
def test_only_a_checked_address_at_a_domain_of_theirs_counts(claims, expected):
    assert providers.verified_email(claims, ["example.org"]) == expected
