import os
import subprocess
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from measure import Part

# A parent that has burnt nothing itself, a child that has burnt 0.3 s and lives, and one that burnt 0.3 s and has ended.
FAMILY = """
import os, sys, time
def burn():
    while time.process_time() < 0.3:
        pass
if os.fork() == 0:
    burn()
    os._exit(0)
os.wait()
if os.fork() == 0:
    burn()
    print("burnt", flush=True)
    time.sleep(60)
    os._exit(0)
os.wait()
"""


class PartTest(unittest.TestCase):
    def setUp(self):
        self.parent = subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.parent.stdout.readline()

    def end(self):
        for pid in Part.below_of(self.parent.pid).pids() + [self.parent.pid]:
            os.kill(pid, 9)
        self.parent.wait()
        self.parent.stdout.close()

    def test_what_is_below_counts_the_living_and_those_that_have_ended(self):
        self.assertGreaterEqual(Part.below_of(self.parent.pid).cpu_seconds(), 0.55)

    def test_one_alone_does_not_count_its_children(self):
        self.assertLess(Part.alone(self.parent.pid).cpu_seconds(), 0.3)

    def test_a_tree_is_both(self):
        pid = self.parent.pid
        self.assertEqual([pid] + Part.below_of(pid).pids(), Part.tree(pid).pids())
        self.assertEqual(2, len(Part.tree(pid).pids()))
        self.assertGreater(Part.tree(pid).memory_bytes(), Part.alone(pid).memory_bytes())

    def test_a_process_that_is_gone_has_used_nothing(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        self.assertEqual(0, Part.tree(gone.pid).cpu_seconds())
        self.assertEqual(0, Part.tree(gone.pid).memory_bytes())


if __name__ == "__main__":
    unittest.main()
