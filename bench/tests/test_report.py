import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import report

TITLES = {"ours": "Ours", "theirs": "Theirs"}


def figures(number, entrant, **changed):
    return {
        "round": number,
        "entrant": entrant,
        "requests_per_second": 1000.0,
        "p50_us": 1500,
        "p99_us": 9000,
        "cpu_us": 50.0,
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
    def test_a_ratio_is_taken_within_a_round_and_a_round_without_the_rival_is_left_out(self):
        rounds = [
            figures(1, "ours", requests_per_second=2000.0),
            figures(1, "theirs", requests_per_second=1000.0),
            figures(2, "theirs", requests_per_second=100.0),
            figures(2, "ours", requests_per_second=300.0),
            figures(3, "ours", requests_per_second=9000.0),
        ]
        ratios = report.paired(rounds, "ours", "theirs", "requests_per_second", report.ratio)
        self.assertEqual([2.0, 3.0], ratios)

    def test_the_table_shows_medians_with_the_smallest_and_the_largest(self):
        rounds = [figures(number, "ours", requests_per_second=value) for number, value in ((1, 100), (2, 40000), (3, 2000))]
        head, _, line = report.table(TITLES, rounds, "messages").splitlines()
        self.assertIn("messages/s", head)
        self.assertIn("| Ours |", line)
        self.assertIn("2,000 (100–40,000)", line)
        self.assertIn(" 1.50 ", line)
        self.assertIn("20.0 (20.0–20.0)", line)

    def test_every_kind_of_failure_is_counted(self):
        rounds = [figures(1, "ours", bad_status=1), figures(2, "ours", broken=2, timeouts=4)]
        self.assertTrue(report.table(TITLES, rounds, "requests").endswith(" 7 |"))

    def test_only_what_both_have_run_is_compared(self):
        rounds = [figures(1, "ours", gateway_cpu_us=30.0), figures(1, "theirs", gateway_cpu_us=20.0)]
        wanted = [("gateway", "ours", "theirs"), ("more", "ours", "theirs"), ("cpu", "ours", "absent")]
        lines = report.comparisons(TITLES, rounds, wanted, "requests").splitlines()
        self.assertEqual(4, len(lines))
        self.assertRegex(lines[2], r"gateway CPU: Ours / Theirs +\| +1\.50 \| +1\.50–1\.50 ")
        self.assertRegex(lines[3], r"gateway CPU µs: Ours − Theirs +\| +10\.00 ")

    def test_a_figure_has_as_many_digits_as_it_deserves(self):
        texts = [report.plain(value) for value in (1234.5, 99.94, 9.876, 0.0, -0.5, -1234.5, 0, 7)]
        self.assertEqual(["1,234", "99.9", "9.88", "0.00", "−0.50", "−1,234", "0", "7"], texts)

    def test_nothing_to_compare_is_no_table(self):
        self.assertEqual("", report.comparisons(TITLES, [figures(1, "ours")], [("cpu", "ours", "theirs")], "requests"))

    def test_by_nothing_is_not_divided(self):
        rounds = [figures(1, "ours"), figures(1, "theirs", gateway_cpu_us=0.0)]
        self.assertEqual("", report.comparisons(TITLES, rounds, [("gateway", "ours", "theirs")], "requests"))


if __name__ == "__main__":
    unittest.main()
