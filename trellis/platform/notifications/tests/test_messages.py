"""Messages are read inside; the e-mail says only that there is one."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.notifications import jobs, queries
from trellis.platform.notifications.actions import mark_read, notify
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def person():
    return membership(Role.REFERRER)


def write(to: Membership) -> Message:
    return notify(to=to, subject="Ana Ashworth was accepted", body="PACT begins soon.", link="/messages/")


def waiting_jobs() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="notifications.tell_by_email").count()


def test_the_email_names_nobody_and_no_programme(person):
    message = write(person)
    jobs.tell_by_email(message_id=str(message.pk), organisation_id=str(message.organisation_id))
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([person.user.email], "You have a message in Trellis")
    assert "Ashworth" not in letter.body
    assert "PACT" not in letter.body
    assert "/messages/" in letter.body


def test_nothing_is_sent_when_the_action_fails(person):
    before = waiting_jobs()
    with transaction.atomic():
        write(person)
        transaction.set_rollback(True)
    assert waiting_jobs() == before
    write(person)
    assert waiting_jobs() == before + 1


def test_a_mail_server_that_fails_breaks_nothing(person, monkeypatch):
    def refuses(**_):
        raise ConnectionRefusedError

    monkeypatch.setattr("trellis.platform.notifications.mail.send", refuses)
    message = write(person)
    with pytest.raises(ConnectionRefusedError):
        jobs.tell_by_email(message_id=str(message.pk), organisation_id=str(message.organisation_id))
    assert queries.unread_count(Viewer.from_membership(person)) == 1


def test_somebody_who_has_read_it_gets_no_email(person):
    message = write(person)
    mark_read(by=Viewer.from_membership(person), message=message)
    jobs.tell_by_email(message_id=str(message.pk), organisation_id=str(message.organisation_id))
    assert mail.outbox == []


def test_opening_a_message_reads_it_and_links_on(client, person):
    message = write(person)
    client.force_login(person.user, backend=BACKEND)
    assert "Messages (1" in client.get("/").text
    assert "Unread" in client.get(reverse("notifications:messages")).text
    page = client.get(reverse("notifications:message", args=[message.pk]))
    assert 'href="/messages/"' in page.text
    assert "Messages (1" not in client.get("/").text


def test_a_message_is_nobody_elses(client, person):
    message = write(person)
    other = membership(Role.ADMINISTRATOR, person.organisation)
    client.force_login(other.user, backend=BACKEND)
    assert client.get(reverse("notifications:message", args=[message.pk])).status_code == 404
    assert "Ashworth" not in client.get(reverse("notifications:messages")).text
    client.post(reverse("notifications:read_all"))
    message.refresh_from_db()
    assert message.read_at is None


def test_all_can_be_marked_as_read(client, person):
    write(person)
    write(person)
    client.force_login(User.objects.get(pk=person.user_id), backend=BACKEND)
    client.post(reverse("notifications:read_all"))
    assert queries.unread_count(Viewer.from_membership(person)) == 0


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "messages/"])
def test_a_message_links_only_into_the_house(person, link):
    with pytest.raises(ValueError, match="this house"):
        notify(to=person, subject="Look", body="", link=link)


def test_lists_have_pages_and_the_count_has_an_end(client, person):
    for number in range(30):
        notify(to=person.pk, subject=f"Message {number:02}")
    client.force_login(person.user, backend=BACKEND)
    first = client.get(reverse("notifications:messages")).text
    assert "Message 29" in first
    assert "Message 00" not in first
    assert "Message 00" in client.get(reverse("notifications:messages"), {"page": 2}).text
