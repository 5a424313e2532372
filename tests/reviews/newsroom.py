"""What tests of admin pages share: people, and forms filled in as a browser would."""

from django.contrib.auth.models import Permission, User
from django.test import Client
from lxml import html


def staff(*permissions, username="staff"):
    """A member of staff with the named permissions on our models, and no others."""
    user = User.objects.create_user(username, password="password", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="reviews", codename__in=permissions)
    )
    return user


def editor(username="editor"):
    """A member of staff who may do everything with our models, and is no superuser."""
    user = staff(username=username)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="reviews"))
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def form_values(response):
    """What a browser would send for the main form of an admin page, its buttons left out."""
    page = html.fromstring(response.content.decode())
    form = next(form for form in page.forms if form.get("id", "").endswith("_form"))
    values = {field.name: [""] for field in form.inputs if field.name and _is_text(field)}
    filled = set()
    for name, value in form.form_values():
        # As browsers do, which drop a line break at the head of a textarea.
        before = values[name] if name in filled else []
        values[name] = [*before, value.removeprefix("\n")]
        filled.add(name)
    return values


def _is_text(field):
    if field.tag == "input":
        return field.get("type", "text") in {"text", "number", "url"}
    return field.tag == "textarea"


def send(client, address, button="_save", **typed):
    """Open the page at `address`, fill in what is `typed`, and press `button`."""
    values = form_values(client.get(address)) | typed | {button: "1"}
    return client.post(address, values)


def errors_beside(response):
    """The messages of a page sent back, by the field that they stand beside."""
    assert response.status_code == 200
    page = html.fromstring(response.content.decode())
    found = {}
    field = ".//*[self::input or self::select or self::textarea][not(ancestor::ul)]/@name"
    for messages in page.xpath("//ul[contains(@class, 'errorlist')]"):
        row = next(messages.iterancestors("div"))
        while not row.xpath(field):
            row = row.getparent()
        name = row.xpath(field)[0]
        found[name] = " ".join(messages.text_content().split())
    return found
