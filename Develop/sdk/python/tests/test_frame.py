"""The codec reads and writes what tests/conformance/vectors.json says."""

import json
import os
import unittest

from bighammer.errors import Disconnected
from bighammer.frame import FrameReader, frame

VECTORS = os.path.join(os.path.dirname(__file__), *[os.pardir] * 4, "tests", "conformance", "vectors.json")


class FrameTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(VECTORS, encoding="utf-8") as file:
            cls.vectors = json.load(file)

    def test_frames_are_read_alone_torn_and_glued(self):
        every = [bytes.fromhex(vector["bytes"]) for vector in self.vectors["frames"]]
        alone = [FrameReader().feed(each)[0] for each in every]
        for read, vector, whole in zip(alone, self.vectors["frames"], every):
            self.assertEqual((vector["stream"], vector["arg"]), read[2:4], vector["name"])
            self.assertEqual(whole, frame(*read), vector["name"])
            body = bytes.fromhex(vector.get("body", ""))
            self.assertTrue(read[4].endswith(body), vector["name"])
        self.assertEqual(alone, FrameReader().feed(b"".join(every)))
        reader, torn = FrameReader(), []
        for byte in b"".join(every):
            torn += reader.feed(bytes([byte]))
        self.assertEqual(alone, torn)

    def test_a_malformed_frame_is_refused(self):
        for vector in self.vectors["malformed"]:
            with self.assertRaises(Disconnected, msg=vector["name"]):
                FrameReader().feed(bytes.fromhex(vector["bytes"]))

    def test_frames_before_a_torn_one_are_not_kept_back(self):
        reader = FrameReader()
        first, second = frame(4, 0, 1, 0, b"x" * 100), frame(4, 1, 1, 0, b"y" * 100)
        self.assertEqual([(4, 0, 1, 0, b"x" * 100)], reader.feed(first + second[:50]))
        self.assertEqual([], reader.feed(second[50:80]))
        self.assertEqual([(4, 1, 1, 0, b"y" * 100)], reader.feed(second[80:]))
