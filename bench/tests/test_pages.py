import json
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pages
from startup import FIGURES
from test_report import figures

CONDITIONS = {
    "date": "2026-01-02 03:04 UTC",
    "machine": "a machine",
    "bighammer": "bighammer.tar.gz",
    "versions": {"java": "17", "nginx": "1.2"},
    "settings": {"rounds": 2},
    "absent": {"Caddy": ["caddy (apt-get install caddy)"]},
    "failures": ["Theirs: ended"],
}
SMALL = {
    **CONDITIONS,
    "case": "small-64",
    "title": "Small answers",
    "about": "What it is.",
    "unit": "requests",
    "entrants": {"bighammer-node": "BigHammer → Node", "nginx-node": "nginx → Node", "jetty": "bare Jetty"},
    "ours": ["bighammer-node"],
    "comparisons": [["requests", "bighammer-node", "nginx-node"]],
    "rounds": [
        figures(1, "bighammer-node", requests_per_second=2000.0, gateway_cpu_us=40.0, others_cores=0.01),
        figures(1, "nginx-node", requests_per_second=1000.0, others_cores=0.25),
        figures(1, "jetty", gateway_cpu_us=10.0, others_cores=0.0),
    ],
}
START = {
    "rounds": [{"round": 1, "first_answer_seconds": 0.8, "first_php_seconds": 1.2, "idle_mb": 151.0}],
    **CONDITIONS,
    "case": "start",
    "title": "Start",
    "about": "How long.",
    "figures": FIGURES,
}


class PagesTest(unittest.TestCase):
    def test_a_page_has_table_ratios_and_what_must_be_known_to_read_them(self):
        page = pages.page(SMALL)
        for text in ("# Small answers", "What it is.", "small-64.svg", "2,000", "2.00", "a machine", "java 17", "rounds 2"):
            self.assertIn(text, page)
        self.assertIn("0.25 cores in the worst round", page)
        self.assertIn("left out: Caddy; missing: caddy (apt-get install caddy)", page)
        self.assertIn("FAILED: Theirs: ended", page)

    def test_reloads_are_counted(self):
        rounds = [{**one, "reload_seconds": [0.5, 0.7]} for one in SMALL["rounds"][:2]]
        self.assertIn("4 reloads; until the new routes were in force, 0.60 (0.50–0.70) s", pages.page({**SMALL, "rounds": rounds}))

    def test_the_start_has_a_page_of_the_same_kind(self):
        page = pages.page(START)
        self.assertRegex(page, r"BigHammer: first answer +\| +0\.80 \(0\.80–0\.80\) s")
        self.assertIn("151 (151–151) MB", page)

    def test_what_nobody_ran_is_a_page_that_says_so(self):
        self.assertIn("FAILED", pages.page({**SMALL, "rounds": []}))

    def test_each_round_is_a_line(self):
        with tempfile.TemporaryDirectory() as name:
            pages.write(SMALL, Path(name))
            text = (Path(name) / "small-64.json").read_text("utf-8")
        self.assertEqual(SMALL["rounds"], [json.loads(line.rstrip(",")) for line in text.splitlines() if '"round"' in line])
        self.assertEqual(SMALL, json.loads(text))

    def test_the_picture_has_two_panels_and_marks_what_is_ours(self):
        with tempfile.TemporaryDirectory() as name:
            pages.write(SMALL, Path(name))
            drawn = (Path(name) / "small-64.svg").read_text("utf-8")
        self.assertEqual(2, drawn.count('class="bar ours"'))
        self.assertEqual(4, drawn.count('class="bar"'))
        for text in ("2,000", "nginx → Node", "a machine", "2026-01-02", "nginx\u00a01.2"):
            self.assertIn(text, drawn)

    def test_the_index_tells_of_each_target_what_became_of_it(self):
        remarks = {"node-cpu": "In the chain.", "node-requests": "Reached, so not shown."}
        text = pages.index([SMALL, START], remarks)
        self.assertRegex(text, r"\[→ Node: requests/s .*\]\(small-64.md\) +\| +≥ 1\.1 × +\| +2\.00 .*\| +reached \|")
        self.assertRegex(text, r"CPU of the gateway by that of bare Jetty\S+ +\| +≤ 1\.8 × +\| +4\.00 .*\| +not reached \|")
        self.assertRegex(text, r"Memory of the idle gateway\S+ +\| +≤ 150 MB +\| +151 .*\| +not reached \|")
        self.assertRegex(text, r"auth, logger and ratelimit .*\| +not measured \|")
        self.assertIn("In the chain.", text)
        self.assertNotIn("so not shown", text)

    def test_the_index_doubts_what_a_busy_machine_or_failed_requests_have_spoilt(self):
        def index_of(failures, **changed):
            rounds = [{**figures(1, "jetty", others_cores=0.05), **changed}]
            return pages.index([{**SMALL, "failures": failures, "rounds": rounds}], {})

        self.assertNotIn("**", index_of([]))
        self.assertIn("**Other programs took 0.11 cores", index_of([], others_cores=0.11))
        self.assertIn("**3 requests failed, and 0 who", index_of([], timeouts=3))
        self.assertIn("**0 requests failed, and 1 who", index_of(["Theirs: ended"]))

    def test_what_is_written_can_be_made_anew_from_the_rounds(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for result in (SMALL, START):
                pages.write(result, folder)
            first = (folder / "small-64.md").read_text("utf-8")
            (folder / "small-64.md").unlink()
            pages.write_index(folder, ("start", "small-64", "not-measured"))
            self.assertEqual(first, (folder / "small-64.md").read_text("utf-8"))
            read = json.loads((folder / "start.json").read_text("utf-8"))
            self.assertEqual((START["rounds"], START["failures"]), (read["rounds"], read["failures"]))
            for case in ("small-64", "start"):
                ElementTree.parse(folder / f"{case}.svg")
            index = (folder / pages.INDEX).read_text("utf-8")
            self.assertLess(index.index("start.svg"), index.index("small-64.svg"))


if __name__ == "__main__":
    unittest.main()
