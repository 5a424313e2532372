"""Hold the whole paper, or some articles, against the checklist, and tell the desk."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from reviews.checks.paper import of_articles, of_paper
from reviews.desk import findings as desk_findings
from reviews.models import Article


class Command(BaseCommand):
    help = (
        "List what is to be mended: broken links, pictures without words or file, drafts in pins "
        "and all else that the checklist knows. The desk's counts are brought up to date with it. "
        "Exit code 1 when there is an error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these articles")
        parser.add_argument(
            "--all", action="store_true", help="drafts and withdrawn ones too, not only published"
        )
        parser.add_argument("--errors", action="store_true", help="leave warnings out")
        parser.add_argument("--json", action="store_true", help="a finding on each line, as JSON")

    def handle(self, *, slugs: list[str], errors: bool, **options: object) -> None:
        articles = self.articles(slugs, options["all"])
        lines = [*self.look(articles), *([] if slugs else of_paper())]
        shown = [line for line in lines if line.finding.is_error or not errors]
        counts = Counter(line.finding.level.value for line in lines)
        if options["json"]:
            for line in shown:
                self.stdout.write(json.dumps(line.as_dict(), ensure_ascii=False))
        else:
            self.show(shown)
            number = articles.count()
            self.stdout.write(
                f"Articles: {number}. Errors: {counts['error']}. Warnings: {counts['warning']}."
            )
        if counts["error"]:
            sys.exit(1)

    def look(self, articles):
        """The findings of `articles`, of which the desk is told as it goes."""
        for article, lines in of_articles(articles):
            desk_findings.keep(article, [line.finding for line in lines])
            yield from lines

    def articles(self, slugs, is_all):
        if not slugs:
            return Article.objects.all() if is_all else Article.objects.approved()
        articles = Article.objects.filter(slug__in=slugs)
        missing = sorted(set(slugs) - set(articles.values_list("slug", flat=True)))
        if missing:
            raise CommandError(f"There is no article with this slug: {', '.join(missing)}.")
        return articles

    def show(self, lines):
        name = None
        for line in lines:
            if (line.slug, line.name) != name:
                name = line.slug, line.name
                self.stdout.write(f"{line.name} ({line.slug})" if line.slug else line.name)
            finding = line.finding
            self.stdout.write(f"  {finding.level}: {finding.message} [{finding.code}]")
