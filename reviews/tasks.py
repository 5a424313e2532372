"""
Work that no request waits for, as Django's tasks.

Each is enqueued after commit and reads what there is to do from the database, so that it does no
harm when it comes late, twice or never.
"""

from django_tasks import task

from . import renditions
from .desk import findings
from .models import Article, Image


@task
def finish_picture(pk: int) -> None:
    """Write the files that a picture lacks, if it is still there."""
    if image := Image.objects.unfinished().filter(pk=pk).first():
        renditions.finish(image)


@task
def check_articles(pks: list[int]) -> None:
    """Keep how many findings the checklist has in those of the articles that are still there."""
    for pk in pks:
        if article := Article.objects.filter(pk=pk).first():
            findings.look(article)
