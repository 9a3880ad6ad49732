import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import micro
import pages


def result(name, score, **params):
    return {
        "benchmark": f"io.bighammer.core.way.{name}",
        "params": params,
        "vmName": "OpenJDK 64-Bit Server VM",
        "vmVersion": "17.0.15",
        "primaryMetric": {
            "score": score,
            "scorePercentiles": {"0.0": score - 1, "100.0": score + 1},
            "scoreUnit": "ns/op",
        },
    }


RESULTS = [
    result("RequestCounting.oneThread", 100.0),
    result("CallCounting.answered", 200.0),
    result("PluginCall.guarded", 50.0),
    result("RouteLookup.found", 350.0, routes="10000"),
]


class MicroTest(unittest.TestCase):
    def kept(self, results):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name)
        (path / "jmh.json").write_text(json.dumps(results), "utf-8")
        pages.write_index(path, ["small-64"])
        return path

    def test_what_jmh_measured_has_a_page_and_decides_what_metrics_cost(self):
        folder = self.kept(RESULTS)
        page = (folder / "jmh.md").read_text("utf-8")
        self.assertRegex(page, r"\| RouteLookup.found +\| +routes 10000 \| +350 \(349–351\) \| ns/op \|")
        self.assertIn("17.0.15", page)
        index = (folder / "README.md").read_text("utf-8")
        self.assertRegex(index, r"\[Counting for /metrics.*\]\(jmh.md\) +\| +≤ 1 µs +\| +0\.60 .*\| +reached \|")

    def test_nothing_is_decided_by_a_part(self):
        index = (self.kept(RESULTS[:2]) / "README.md").read_text("utf-8")
        self.assertRegex(index, r"Counting for /metrics.*\| +not measured \|")

    def test_without_jmh_there_is_nothing(self):
        with tempfile.TemporaryDirectory() as name:
            self.assertEqual([], micro.read(Path(name)))


if __name__ == "__main__":
    unittest.main()
