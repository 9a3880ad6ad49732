import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import contestants
from contestants import CONTESTANTS, FLOOR


class ContestantsTest(unittest.TestCase):
    def test_no_two_have_a_name(self):
        names = [contestant.name for contestant in CONTESTANTS]
        self.assertEqual(len(names), len(set(names)))

    def test_each_rival_and_the_floor_take_part(self):
        names = {contestant.name for contestant in CONTESTANTS}
        self.assertLessEqual({FLOOR, *(rival for contestant in CONTESTANTS for rival in contestant.rivals)}, names)

    def test_who_lacks_a_program_is_told_what_installs_it(self):
        haproxy = next(contestant for contestant in CONTESTANTS if contestant.name == "haproxy-node")
        with mock.patch.object(contestants, "find", return_value=None):
            self.assertEqual(
                ["haproxy (apt-get install haproxy)", "node (apt-get install nodejs)"], haproxy.missing(None)
            )


if __name__ == "__main__":
    unittest.main()
