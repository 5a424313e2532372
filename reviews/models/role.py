"""What the site remembers of the groups that it makes for the newsroom."""

from django.db import models


class Role(models.Model):
    """
    A group made by the site. `given` are the permissions that it was given, each once.

    An operator may rename the group, add to it and take from it: nothing of that is undone.
    """

    is_content = False

    key = models.CharField(max_length=20, unique=True)
    group = models.OneToOneField("auth.Group", on_delete=models.CASCADE, related_name="+")
    given = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key
