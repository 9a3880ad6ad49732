import contextlib
import io
import sys
import unittest
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases import Case, Entrant
from contestants import Contestant, Running
from processes import Failure
from race import Field, Race, Timing, turned

FIGURES = {"requests": 100, "duration_us": 1_000_000, "p50_us": 1, "p99_us": 2, "bad_status": 0, "broken": 0, "timeouts": 0}


class FakeLoad:
    """Remembers whom it loads; fails when it is called for the given time."""

    unit = "requests"

    def __init__(self, name, called, failing_call=None, wrong=False):
        self._name = name
        self._called = called
        self._failing_call = failing_call
        self._wrong = wrong
        self._calls = 0

    def check(self, running):
        if self._wrong:
            raise Failure("the answer is another")

    def run(self, running, seconds):
        self._calls += 1
        if self._calls == self._failing_call:
            raise Failure("it has broken down")
        self._called.append(self._name)
        return FIGURES


class FakeField:
    def __init__(self, names):
        self._names = names

    def running(self, name):
        return Running(0, ()) if name in self._names else None


def quietly(step):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        step()


class RaceTest(unittest.TestCase):
    def setUp(self):
        self.called = []

    def race(self, *entrants, running="abc", rounds=3, settle=0, often=1):
        race = Race(Case("case", "Case", "", entrants, (), often), FakeField(running), Timing(rounds, 1, 1, settle))
        quietly(race.run)
        return race

    def entrant(self, name, **load):
        return Entrant(name, name.upper(), name, FakeLoad(name, self.called, **load))

    def order(self):
        return "".join(self.called)

    def test_each_round_begins_with_another(self):
        race = self.race(*map(self.entrant, "abc"))
        self.assertEqual("abc" "bca" "cab", self.order())
        self.assertEqual([1, 1, 1, 2, 2, 2, 3, 3, 3], [figures["round"] for figures in race.rounds])
        self.assertEqual(["b", "c", "a"], [figures["entrant"] for figures in race.rounds[3:6]])

    def test_after_the_last_turn_it_begins_anew(self):
        self.assertEqual(["ab", "ba", "ab", "ba"], ["".join(turned(list("ab"), number)) for number in range(4)])

    def test_who_fails_is_out_and_the_others_go_on(self):
        race = self.race(self.entrant("a"), self.entrant("b", failing_call=2), self.entrant("c"))
        self.assertEqual("abc" "ca" "ac", self.order())
        self.assertEqual(["B: it has broken down"], race.failures)

    def test_a_wrong_answer_is_not_measured(self):
        race = self.race(self.entrant("a", wrong=True), self.entrant("b"), rounds=1)
        self.assertEqual("b", self.order())
        self.assertEqual(["A: the answer is another"], race.failures)

    def test_whose_contestant_does_not_run_takes_no_part_and_has_not_failed(self):
        race = self.race(*map(self.entrant, "abc"), running="ac", rounds=1)
        self.assertEqual("ac", self.order())
        self.assertEqual([], race.failures)

    def test_all_settle_before_the_first_round_and_that_is_no_round(self):
        race = self.race(*map(self.entrant, "ab"), rounds=1, settle=1)
        self.assertEqual("ab" "ab", self.order())
        self.assertEqual(2, len(race.rounds))

    def test_who_has_a_load_of_its_own_for_that_settles_with_it(self):
        race = self.race(Entrant("a", "A", "a", FakeLoad("a", self.called), FakeLoad("b", self.called)), rounds=1, settle=1)
        self.assertEqual("ba", self.order())
        self.assertEqual(1, len(race.rounds))

    def test_a_case_may_have_more_rounds(self):
        self.assertEqual(6, len(self.race(self.entrant("a"), rounds=2, often=3).rounds))

    def test_what_happens_meanwhile_adds_its_figures_in_the_end(self):
        @contextmanager
        def reloads(running):
            figures = {}
            yield figures
            figures["reload_seconds"] = [0.5]

        race = self.race(Entrant("a", "A", "a", FakeLoad("a", self.called), meanwhile=reloads), rounds=1)
        self.assertEqual([0.5], race.rounds[0]["reload_seconds"])


class FieldTest(unittest.TestCase):
    def field(self, *contestants):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Field(contestants, None, Path(folder.name), 1)

    def test_what_is_missing_is_told_by_title_and_nothing_is_started(self):
        field = self.field(Contestant("caddy", "Caddy", (lambda ground: "caddy",), self.fail))
        quietly(lambda: self.assertIsNone(field.running("caddy")))
        self.assertEqual(({"Caddy": ["caddy"]}, []), field.lacking(["caddy"]))

    def test_who_does_not_start_is_asked_once(self):
        asked = []

        def start(stage, ground):
            asked.append(stage)
            raise Failure("no port is free")

        field = self.field(Contestant("caddy", "Caddy", (), start))
        quietly(lambda: self.assertEqual([None, None], [field.running("caddy"), field.running("caddy")]))
        self.assertEqual(1, len(asked))
        self.assertEqual(({}, ["Caddy: no port is free"]), field.lacking(["caddy"]))
        self.assertEqual(({}, []), field.lacking([]))


if __name__ == "__main__":
    unittest.main()
