import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import targets
from report import difference
from targets import NOT_MEASURED, NOT_REACHED, REACHED, Target, Verdict
from test_report import figures


def target(at_least, limit):
    return Target("a", "A", "case", None, at_least, limit)


class TargetsTest(unittest.TestCase):
    def test_the_median_decides(self):
        self.assertEqual(REACHED, Verdict(target(True, 1.1), (0.5, 1.1, 1.2)).word)
        self.assertEqual(NOT_REACHED, Verdict(target(True, 1.1), (1.0, 1.09, 9.0)).word)

    def test_some_are_to_stay_below(self):
        self.assertEqual(REACHED, Verdict(target(False, 3), (2.9, 3.0, 9.0)).word)
        self.assertEqual(NOT_REACHED, Verdict(target(False, 3), (0.1, 3.01, 3.02)).word)

    def test_without_rounds_nothing_is_claimed(self):
        verdict = Verdict(target(False, 3), ())
        self.assertEqual((NOT_MEASURED, ""), (verdict.word, verdict.measured))

    def test_a_difference_is_taken_within_a_round(self):
        rounds = [
            figures(1, "guarded", gateway_cpu_us=24.0),
            figures(1, "plain", gateway_cpu_us=20.0),
            figures(2, "plain", gateway_cpu_us=10.0),
            figures(2, "guarded", gateway_cpu_us=11.0),
        ]
        self.assertEqual([4.0, 1.0], targets.both(difference, "gateway_cpu_us", "guarded", "plain")(rounds))

    def test_one_failed_request_in_any_round_spoils_a_target_of_none(self):
        rounds = [figures(1, "reload"), figures(2, "reload"), figures(3, "reload", broken=1), figures(1, "plain", broken=5)]
        self.assertEqual([1], targets.all_failures("reload")(rounds))
        self.assertEqual([], targets.all_failures("reload")([figures(1, "plain")]))

    def test_a_verdict_comes_from_the_rounds_of_its_case(self):
        rounds = [
            figures(1, "bighammer-node", requests_per_second=1200.0, gateway_cpu_us=30.0),
            figures(1, "nginx-node", requests_per_second=1000.0),
            figures(1, "jetty", gateway_cpu_us=10.0),
        ]
        words = {one.target.name: one.word for one in targets.verdicts(lambda case: rounds if case == "small-64" else [])}
        self.assertEqual(REACHED, words["node-requests"])
        self.assertEqual(NOT_REACHED, words["node-cpu"])
        self.assertEqual(NOT_MEASURED, words["php-requests"])
        self.assertEqual(NOT_MEASURED, words["plugins-cpu"])


if __name__ == "__main__":
    unittest.main()
