import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import load


class AnswersTest(unittest.TestCase):
    def test_only_the_small_answer_is_the_small_answer(self):
        body = b'{"data":{"text":"A small answer, about a hundred bytes","service":"hello"},"message":"OK","status":200}'
        self.assertTrue(load.is_small_answer(body))
        self.assertFalse(load.is_small_answer(body.replace(b"small", b"large")))
        self.assertFalse(load.is_small_answer(b"<html>"))

    def test_a_body_is_as_long_as_was_asked(self):
        self.assertTrue(load.is_filled(3)(b"xxx"))
        self.assertFalse(load.is_filled(3)(b"xx"))
        self.assertFalse(load.is_filled(3)(b"xxy"))

    def test_all_bytes_must_have_arrived(self):
        self.assertTrue(load.tells_bytes(7)(b'{"status":200,"message":"OK","data":{"bytes":7}}'))
        self.assertFalse(load.tells_bytes(7)(b'{"status":200,"message":"OK","data":{"bytes":6}}'))
        self.assertFalse(load.tells_bytes(7)(b"7"))


if __name__ == "__main__":
    unittest.main()
