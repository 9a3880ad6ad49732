"""Which object in a file is the service."""

import os
import subprocess
import sys
import unittest

from gateway import SDK, Gateway

TWO = """
class First:
    def handle(self, request): return "first"

class Second:
    def handle(self, request): return "second"
"""


class LoaderTest(unittest.TestCase):
    def says(self, source, name="service.py"):
        with Gateway(source, name) as gateway:
            return gateway.accept().get()[2]

    def complains(self, source, name="service.py"):
        with Gateway(source, name) as gateway:
            self.assertEqual(1, gateway.exit_code())
            return gateway.errors()

    def test_a_function_is_a_service(self):
        self.assertEqual(b"from a function", self.says("def handle(request): return 'from a function'"))

    def test_the_class_named_after_the_file_is_the_service(self):
        self.assertEqual(b"second", self.says(TWO, "second.py"))

    def test_an_object_that_the_file_made_is_the_service(self):
        made = "class Made:\n  def __init__(self, what): self.what = what\n  def handle(self, request): return self.what\n"
        self.assertEqual(b"made", self.says(made + "service = Made('made')"))
        self.assertIn("wants what; make the object in the file", self.complains(made))

    def test_a_class_from_elsewhere_is_no_service_of_this_file(self):
        files = {"elsewhere.py": "class Other:\n  def handle(self, request): return 'other'"}
        source = "from elsewhere import Other\nclass Mine(Other):\n  def handle(self, request): return 'mine'"
        with Gateway(source, files=files) as gateway:
            self.assertEqual(b"mine", gateway.accept().get()[2])

    def test_only_public_methods_of_the_class_itself_can_be_named(self):
        source = """
class Base:
    def inherited(self, request): return "never"

class Service(Base):
    value = 5
    def handle(self, request): return "handle"
    def other(self, request): return "other"
    def _hidden(self, request): return "never"
    class Inner: pass
"""
        with Gateway(source) as gateway:
            gateway.accept()
            self.assertEqual(b"other", gateway.get(target="other")[2])
            for target in ("inherited", "_hidden", "__init__", "__class__", "value", "Inner", "missing", ""):
                self.assertEqual(404, gateway.get(target=target)[0], target)

    def test_two_candidates_are_named(self):
        self.assertIn("First, Second", self.complains(TWO))

    def test_a_file_without_a_service_is_told_what_to_write(self):
        self.assertIn("Write one class with a method handle", self.complains("class Nothing: pass"))

    def test_a_syntax_error_is_shown_with_its_line(self):
        errors = self.complains("def handle(request):\n    return (")
        self.assertIn('service.py", line 2', errors)

    def test_a_missing_file_is_named(self):
        self.assertIn("missing.py: there is no such file", self.complains(None, "missing.py"))

    def test_a_file_named_like_a_module_of_python_hides_it_from_nobody(self):
        source = "import json\ndef handle(request): return json.dumps([1])"
        self.assertEqual(b"[1]", self.says(source, "json.py"))

    def test_a_service_is_checked_by_hand(self):
        example = os.path.join(os.path.dirname(os.path.dirname(SDK)), "example_service.py")
        ended = subprocess.run([sys.executable, os.path.join(SDK, "host.py"), example], stdout=subprocess.PIPE, check=True)
        self.assertIn(b"is a service: it loads", ended.stdout)
