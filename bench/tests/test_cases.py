import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases import CASES
from contestants import CONTESTANTS
from micro import NAME as JMH
from pages import REMARKS
from startup import NAME as START
from targets import TARGETS
from test_report import figures


class CasesTest(unittest.TestCase):
    def case(self, name):
        return next(case for case in CASES if case.name == name)

    def test_names_are_there_once(self):
        names = [case.name for case in CASES]
        self.assertEqual(len(names), len(set(names)))
        for case in CASES:
            entrants = [entrant.name for entrant in case.entrants]
            self.assertEqual(len(entrants), len(set(entrants)), case.name)

    def test_each_contestant_takes_part_somewhere(self):
        taking_part = {entrant.contestant for case in CASES for entrant in case.entrants}
        self.assertEqual({one.name for one in CONTESTANTS}, taking_part)

    def test_who_is_compared_takes_part(self):
        for case in CASES:
            names = {entrant.name for entrant in case.entrants}
            for _, name, other in case.comparisons:
                self.assertLessEqual({name, other}, names, case.name)

    def test_a_rival_is_a_contestant(self):
        names = {one.name for one in CONTESTANTS}
        for contestant in CONTESTANTS:
            self.assertLessEqual(set(contestant.rivals), names, contestant.name)

    def test_each_target_finds_its_figures_in_its_case(self):
        for target in TARGETS:
            if target.case == START:
                rounds = [{"first_answer_seconds": 0.8, "idle_mb": 140.0}]
            elif target.case == JMH:
                names = ("RequestCounting.oneThread", "CallCounting.answered", "PluginCall.guarded")
                rounds = [{"benchmark": name, "score": 1.0, "unit": "ns/op"} for name in names]
            else:
                rounds = [figures(1, entrant.name) for entrant in self.case(target.case).entrants]
            self.assertEqual(1, len(target.values(rounds)), target.name)

    def test_each_remark_is_about_a_target(self):
        remarks = json.loads(REMARKS.read_text("utf-8"))
        self.assertLessEqual(set(remarks), {target.name for target in TARGETS})

    def test_a_case_among_some_compares_only_those(self):
        few = self.case("small-64").among(["bighammer-node", "nginx-node"])
        self.assertEqual(["bighammer-node", "nginx-node"], [entrant.name for entrant in few.entrants])
        self.assertEqual({("bighammer-node", "nginx-node")}, {pair[1:] for pair in few.comparisons})


if __name__ == "__main__":
    unittest.main()
