import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import report
from contestants import Contestant


def figures(number, contestant, **changed):
    return {
        "round": number,
        "contestant": contestant,
        "requests_per_second": 1000.0,
        "p50_us": 1500,
        "p99_us": 9000,
        "gateway_cpu_us": 20.0,
        "workers_cpu_us": 30.0,
        "gateway_bytes": 100 * 2**20,
        "workers_bytes": 2**20,
        "bad_status": 0,
        "broken": 0,
        "timeouts": 0,
        **changed,
    }


class ReportTest(unittest.TestCase):
    OURS = Contestant("ours", "Ours", (), None, ("theirs",))
    THEIRS = Contestant("theirs", "Theirs", (), None)

    def test_a_ratio_is_taken_within_a_round_and_a_round_without_the_rival_is_left_out(self):
        rounds = [
            figures(1, "ours", requests_per_second=2000.0),
            figures(1, "theirs", requests_per_second=1000.0),
            figures(2, "theirs", requests_per_second=100.0),
            figures(2, "ours", requests_per_second=300.0),
            figures(3, "ours", requests_per_second=9000.0),
        ]
        self.assertEqual([2.0, 3.0], report.paired(rounds, "ours", "theirs", lambda it: it["requests_per_second"]))

    def test_the_table_shows_medians_with_the_smallest_and_the_largest(self):
        rounds = [figures(number, "ours", requests_per_second=value) for number, value in ((1, 10), (2, 40), (3, 20))]
        line = report.table([self.OURS, self.THEIRS], rounds).splitlines()[-1]
        self.assertIn("| Ours |", line)
        self.assertIn("20 (10–40)", line)
        self.assertIn(" 1.50 ", line)

    def test_every_kind_of_failure_is_counted(self):
        rounds = [figures(1, "ours", bad_status=1), figures(2, "ours", broken=2, timeouts=4)]
        self.assertTrue(report.table([self.OURS], rounds).endswith(" 7 |"))

    def test_all_gateways_but_the_floor_are_compared_with_the_floor(self):
        rounds = [figures(1, "ours", gateway_cpu_us=30.0), figures(1, "theirs", gateway_cpu_us=20.0)]
        text = report.ratios([self.OURS, self.THEIRS], rounds, "theirs")
        self.assertRegex(text, r"gateway CPU: Ours / Theirs +\| +1\.50 ")
        self.assertNotIn("Theirs / Theirs", text)


if __name__ == "__main__":
    unittest.main()
