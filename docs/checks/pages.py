"""
Check every type of page with Nu, axe and Lighthouse, and crawl the site: called by `run.sh`.

`pages.py BASE FOLDER [nu axe vocabulary crawl weight lighthouse]`; the tools lie in
FOLDER/node_modules. Each check prints what is wrong and a line at its end; the exit code is 1
when anything was.
"""

# ruff: noqa: S603, T201

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import crawl
from addresses import PAGES
from playwright.sync_api import sync_playwright
from vocabulary import Vocabulary, blocks

CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
ARTICLE = PAGES["article"]
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
CATEGORIES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
LIGHTHOUSE_RUNS = 5
PAGE_BYTES, REQUESTS_BEFORE_PAINT = 50 * 1024, 3
# Lighthouse holds against them what they are: not to be listed, or not there.
NOT_LISTED = ("search", "missing")
# Its checker of stylesheets is older than container queries.
UNKNOWN_TO_NU = (
    "Property “container-type” doesn't exist.",
    "Unrecognized at-rule “@container”",
)
RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run({runOnly: tags});
  return result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(" ")}`);
}"""
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 94_000,
}
WATCH_SHIFTS = """window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});"""
COST = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const rest = performance.getEntriesByType("resource");
  const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const text = rest.filter(r => /\\.(css|js)$/.test(new URL(r.name).pathname));
  return {
    bytes: [page, ...text].reduce((sum, r) => sum + r.encodedBodySize, 0),
    waited_for: 1 + rest.filter(r => r.renderBlockingStatus === "blocking").length,
    painted_ms: Math.round(painted),
    shift: window.shift,
    elsewhere: rest.map(r => r.name).filter(name => new URL(name).origin !== location.origin),
  };
}"""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(node => { node.open = true; })"


def nu(base: str, tools: Path) -> list[str]:
    """What the Nu HTML checker finds in the pages and in the stylesheet."""
    folder = tools / "fetched"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, path in PAGES.items():
        (folder / f"{name}.html").write_bytes(body_of(base + path))
    css = re.search(rb'href="(/static/css/site[^"]*)"', body_of(base + "/"))[1].decode()
    (folder / "site.css").write_bytes(body_of(base + css))
    jar = tools / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", jar, "--also-check-css", "--format", "gnu", *folder.iterdir()]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    lines = [line.replace(folder.as_uri(), "") for line in found.splitlines()]
    return [line for line in lines if not line.endswith(UNKNOWN_TO_NU)]


def axe(base: str, tools: Path) -> list[str]:
    """What axe finds at each width in light and dark, spoilers opened."""
    script = tools / "node_modules/axe-core/axe.min.js"
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in WIDTHS:
            for scheme in SCHEMES:
                size = {"width": width, "height": 800}
                context = browser.new_context(viewport=size, color_scheme=scheme)
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(base + path)
                    page.evaluate(OPEN_DETAILS)
                    page.add_script_tag(path=script)
                    where = f"{name}, {width} px, {scheme}: "
                    problems += [where + found for found in page.evaluate(RUN_AXE)]
                context.close()
        browser.close()
    return problems


def lighthouse(base: str, tools: Path) -> list[str]:
    """Scores below the bounds; of the article page the median of several runs."""
    problems = []
    for name, path in PAGES.items():
        runs = LIGHTHOUSE_RUNS if path == ARTICLE else 1
        reports = [lighthouse_report(base + path, tools) for _ in range(runs)]
        for category, least in CATEGORIES.items():
            scores = [round(100 * report["categories"][category]["score"]) for report in reports]
            print(f"  {name:16} {category:15} {scores}")
            is_held = path == ARTICLE or category != "performance"
            if category == "seo" and name.startswith(NOT_LISTED):
                is_held = False
            if category == "best-practices" and all(map(is_only_a_404, reports)):
                is_held = False
            if is_held and statistics.median(scores) < least:
                problems.append(f"{name}: {category} {scores}; {failed(reports[0], category)}")
    return problems


def lighthouse_report(address: str, tools: Path, tries: int = 3) -> dict:
    flags = "--headless --no-sandbox --disable-gpu"
    command = [tools / "node_modules/.bin/lighthouse", address, "--output=json", "--quiet"]
    command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--ignore-status-code"]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    found = subprocess.run(command, capture_output=True, check=False, env=environment)
    if found.returncode and tries > 1:
        print(found.stderr.decode())  # of the tool itself: a browser that did not start, say
        return lighthouse_report(address, tools, tries - 1)
    found.check_returncode()
    return json.loads(found.stdout)


def is_only_a_404(report: dict) -> bool:
    """Whether all that a browser's console says is that the page itself is not there."""
    address = report["finalDisplayedUrl"]
    told = report["audits"]["errors-in-console"]["details"]["items"]
    return (
        failed(report, "best-practices") == ["errors-in-console"]
        and [item["sourceLocation"]["url"] for item in told] == [address]
        and "404" in told[0]["description"]
    )


def failed(report: dict, category: str) -> list[str]:
    """The ids of the audits that cost points."""
    audits = [ref["id"] for ref in report["categories"][category]["auditRefs"] if ref["weight"]]
    return [name for name in audits if (report["audits"][name]["score"] or 0) < 1]


def weight(base: str, tools: Path) -> list[str]:
    """What a first visit to the article costs over a slow line, and what its paint waits for."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)
        page.add_init_script(WATCH_SHIFTS)
        page.goto(base + ARTICLE, wait_until="networkidle")
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(2_000)
        cost = page.evaluate(COST)
        browser.close()
    print(f"  {cost}")
    checks = {
        "bytes of text": cost["bytes"] <= PAGE_BYTES,
        "requests before the first paint": cost["waited_for"] <= REQUESTS_BEFORE_PAINT,
        "third parties": not cost["elsewhere"],
        "layout shift": cost["shift"] == 0,
    }
    return [text for text, is_right in checks.items() if not is_right]


def crawled(base: str, tools: Path) -> list[str]:
    """What the links of the paper lead to that is not there."""
    found = crawl.crawl_within(base)
    print(f"  {len(found.addresses)} addresses")
    return found.problems


def vocabulary(base: str, tools: Path) -> list[str]:
    """What of the pages' JSON-LD schema.org does not know."""
    known = Vocabulary(tools / "node_modules/schema-dts/dist/schema.d.ts")
    problems, count = [], 0
    for name, path in PAGES.items():
        for graph in blocks(body_of(base + path).decode()):
            count += 1
            problems += [f"{name}: {problem}" for problem in known.problems(graph)]
    print(f"  {count} graphs, {len(known.parents)} known types")
    return problems


CHECKS = {"nu": nu, "axe": axe, "vocabulary": vocabulary, "crawl": crawled}
CHECKS |= {"weight": weight, "lighthouse": lighthouse}


def body_of(address: str) -> bytes:
    """The page at an address, the one that says that nothing is there too."""
    request = Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310
    try:
        return urlopen(request, timeout=30).read()  # noqa: S310
    except HTTPError as error:
        return error.read()


def main(base: str, tools: str, *wanted: str) -> int:
    broken = 0
    for name, check in CHECKS.items():
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        print(f"{name} …", flush=True)
        problems = check(base, Path(tools))
        print(*problems, sep="\n", end="\n" if problems else "")
        print(f"{name}: {len(problems)} problems ({time.monotonic() - began:.0f} s)", flush=True)
        broken += len(problems)
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
