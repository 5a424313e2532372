"""Building that no request waits for."""

from django_tasks import task

from . import builder


@task
def rebuild_if_due() -> None:
    """Work the lists of the whole paper out anew, if they depend on what has changed since."""
    if builder.is_due():
        builder.rebuild(only_if_changed=True)
