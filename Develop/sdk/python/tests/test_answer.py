"""What a handler's return value becomes."""

import io
import json
import unittest

from bighammer.answer import Answer


class AnswerTest(unittest.TestCase):
    def headers(self, answer):
        return json.loads(answer.head)["headers"]

    def test_bytes_are_sent_as_they_are(self):
        answer = Answer.of(b"\xff")
        self.assertEqual(b"\xff", answer.body)
        self.assertEqual({"content-type": "application/octet-stream"}, self.headers(answer))

    def test_an_open_file_is_read_and_closed(self):
        file = io.BytesIO(b"x" * 100_000)
        answer = Answer.of({"status": 200, "headers": {}, "body": file})
        self.assertEqual(b"x" * 100_000, b"".join(answer.body))
        self.assertTrue(file.closed)

    def test_a_status_that_is_true_is_data(self):
        self.assertEqual({"status": True}, json.loads(Answer.of({"status": True}).body)["data"])

    def test_what_is_no_json_is_refused(self):
        for value in (object(), float("nan"), {"status": 200, "data": b"bytes"}, "\udc80", {"status": 200, "body": {}}):
            with self.assertRaises((TypeError, ValueError), msg=repr(value)):
                Answer.of(value)

    def test_a_status_beyond_http_is_refused(self):
        for status in (0, 99, 101, 600):
            with self.assertRaises(ValueError):
                Answer.of({"status": status})

    def test_the_answer_to_head_keeps_a_length_that_was_given(self):
        answer = Answer.of({"status": 200, "headers": {"Content-Length": 7}, "body": ""}).without_body()
        self.assertEqual({"content-length": "7"}, self.headers(answer))

    def test_a_head_that_is_kept_is_not_mixed_up_with_another(self):
        for status in (200, 404, 200):
            for value, content_type in (("text", "text/plain"), (b"bytes", "application/octet-stream")):
                answer = Answer.of(value)
                self.assertIn(content_type, self.headers(answer)["content-type"])
            self.assertEqual(status, json.loads(Answer.envelope(status).head)["status"])
