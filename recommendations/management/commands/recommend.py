import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recommendations import bench, evaluation, explaining, lab
from recommendations.audit import audit
from recommendations.composer import compose
from recommendations.progress import Bar
from recommendations.tuning import score_settings
from reviews.models import Article


class Command(BaseCommand):
    help = "Show an article's links, explain them, or judge the ranking by a paper of your own."

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="?", help="the article whose links to show")
        parser.add_argument(
            "--explain", action="store_true", help="what each tag and the text add, and why not"
        )
        parser.add_argument(
            "--evaluate",
            metavar="FILE.jsonl",
            type=Path,
            help="rank the articles of this file and compare with their “related”",
        )

        parser.add_argument(
            "--audit",
            action="store_true",
            help="examine the links of the whole paper; exit code 1 when something is wrong",
        )

        parser.add_argument(
            "--compare",
            metavar="JSON",
            type=json.loads,
            help="which articles' links another tuning changes, as RECOMMENDATIONS has it: "
            """'{"half_life_days": 365}'; nothing is written""",
        )

        parser.add_argument(
            "--bench",
            action="store_true",
            help="measure what links cost here; on a paper of make_sample alone",
        )
        parser.add_argument(
            "--json", metavar="FILE", type=Path, help="write what --bench measures there too"
        )

    def handle(self, *, slug, explain, evaluate, **options):
        if options["audit"]:
            return self.audit()
        if options["compare"] is not None:
            return self.compare(options["compare"])
        if options["bench"]:
            return self.bench(options["json"], options["verbosity"])
        if evaluate and not slug:
            return self.evaluate(evaluate, options["verbosity"])
        if not slug or evaluate:
            raise CommandError("Give the slug of an article, or --evaluate and a file.")
        article = Article.objects.for_listing().filter(slug=slug).first()
        if article is None:
            raise CommandError(f"No article has the slug “{slug}”.")
        return self.explain(article) if explain else self.show(article)

    def compare(self, tuning):
        try:
            found = lab.compare(tuning)
        except (AttributeError, TypeError, ValueError) as error:
            raise CommandError(f"--compare: {error}") from error
        self.stdout.write(
            f"{found.changed} of {found.articles} articles would get other links, "
            f"{found.links} in all."
        )
        for change in found.changes:
            self.stdout.write(f"{change.article.headline}")
            for sign, articles in (("+", change.come), ("-", change.go)):
                for article in articles:
                    self.stdout.write(f"  {sign} {article.headline}")
        if found.changed > len(found.changes):
            self.stdout.write(f"and {found.changed - len(found.changes)} more")

    def bench(self, path, verbosity):
        measured = {}

        def say(name, value):
            measured[name] = value
            shown = f"{value:.4g}" if isinstance(value, float) else value
            self.stdout.write(f"{name:<62} {shown}")
            self.stdout.flush()
            if path:  # Now: a large paper takes an hour, and what was measured of it is not lost.
                path.write_text(json.dumps(measured, indent=1), encoding="utf-8")

        try:
            bench.measure(say, progress=Bar(self.stderr).show if verbosity else None)
        except bench.NotASample as error:
            raise CommandError(str(error)) from error

    def show(self, article):
        links = compose(article)
        for slot in filter(None, (links.mid, links.end)):
            self.stdout.write(f"{slot.heading} ({slot.name})")
            for card in slot.cards:
                why = card.label or ", ".join(card.reasons) or card.rung.value
                self.stdout.write(f"  {card.article.headline}: {why}")

    def explain(self, article):
        explained = explaining.explain(article)
        for each in explained:
            place = f"{each.slot}, {each.rung}" if each.slot else f"not linked: {each.why_not}"
            rank = f"{each.rank}." if each.rank else "–"
            self.stdout.write(f"{rank} {each.target.headline} ({place})")
            if each.match:
                self.show_match(each)
        if not explained:
            self.stdout.write("Nothing is related to it, and nothing else is public.")

    def audit(self):
        found = audit()
        self.stdout.write(f"{found.articles} public articles. {found.summary}".strip())
        for section in found.sections:
            self.stdout.write(f"{section.title}: {section.total}")
            for finding in section.rows:
                self.stdout.write(f"  {finding.subject}: {finding.words}")
            if section.total > len(section.rows):
                self.stdout.write(f"  and {section.total - len(section.rows)} more")
        if found.findings:
            sys.exit(1)

    def show_match(self, each):
        damped = "" if each.damped is None else f", damped by exposure to {each.damped:.3f}"
        self.stdout.write(
            f"   score {each.match.score:.3f}{damped}; "
            f"tags {each.match.tag_points:.3f}, text {each.match.text_points:.3f}"
        )
        if each.freshness < 1:
            self.stdout.write(f"   {each.freshness:6.3f}  of it left by its age")
        for name, points in each.contributions:
            self.stdout.write(f"   {points:6.3f}  {name}")

    def evaluate(self, path, verbosity):
        progress = Bar(self.stderr).show if verbosity else None
        try:
            with path.open(encoding="utf-8") as lines:
                report = evaluation.evaluate(lines, score_settings(), progress=progress)
        except (OSError, UnicodeDecodeError, evaluation.BadLine) as error:
            raise CommandError(str(error)) from error
        scores, by_count = report.scores, report.by_count
        self.stdout.write(
            f"articles           {report.articles}\n"
            f"judged             {report.judged}\n"
            f"nDCG@4             {scores.ndcg:.4f}\n"
            f"hit@4              {scores.hit:.4f}\n"
            f"coverage           {scores.coverage:.4f}\n"
            f"most in-links      {scores.most_inlinks}\n"
            f"never recommended  {1 - scores.coverage:.4f}\n\n"
            f"The same by a count of shared tags: nDCG@4 {by_count.ndcg:.4f}, "
            f"hit@4 {by_count.hit:.4f}, coverage {by_count.coverage:.4f}, "
            f"most in-links {by_count.most_inlinks}."
        )
        if not report.judged:
            self.stdout.write("No line has “related” articles of this file: nothing is judged.")
        if report.unknown:
            self.stdout.write(f"{report.unknown} “related” ids are in no line, and left out.")
