"""The site's settings, with django-taggit beside it to be measured against."""

from site_project.settings import *  # noqa: F403
from site_project.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "taggit"]
