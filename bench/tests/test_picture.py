import sys
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import picture
from picture import PANEL, Bar, Panel, Row

SVG = "{http://www.w3.org/2000/svg}"


class PictureTest(unittest.TestCase):
    def draw(self, *panels, labels=("BigHammer → Node", "nginx <& Co>"), small_print=("2026-01-01",)):
        rows = [Row(label, label.startswith("BigHammer")) for label in labels]
        return ElementTree.fromstring(picture.draw("A & B", rows, panels, small_print))

    def bars(self, drawn):
        return [rect for rect in drawn.iter(f"{SVG}rect") if rect.get("class").startswith("bar")]

    def texts(self, drawn):
        return [text.text for text in drawn.iter(f"{SVG}text")]

    def test_a_bar_is_as_long_as_its_median_on_a_scale_that_the_largest_value_fills(self):
        drawn = self.draw(Panel("requests/s", [Bar((50.0, 100.0, 200.0), "100"), Bar((10.0, 20.0, 50.0), "20")]))
        self.assertEqual([PANEL / 2, PANEL / 10], [float(bar.get("width")) for bar in self.bars(drawn)])

    def test_a_whisker_goes_from_the_smallest_to_the_largest(self):
        drawn = self.draw(Panel("requests/s", [Bar((50.0, 100.0, 200.0), "100")]), labels=("one",))
        left = float(self.bars(drawn)[0].get("x"))
        path = next(drawn.iter(f"{SVG}path")).get("d")
        self.assertTrue(path.startswith(f"M{left + PANEL / 4:.1f} "), path)
        self.assertIn(f"H{left + PANEL:.1f}", path)

    def test_each_panel_has_a_scale_of_its_own(self):
        drawn = self.draw(
            Panel("requests/s", [Bar((1000.0,), "1,000")]), Panel("µs", [Bar((2.0,), "2.00")]), labels=("one",))
        self.assertEqual([PANEL, PANEL], [float(bar.get("width")) for bar in self.bars(drawn)])
        first, second = (float(bar.get("x")) for bar in self.bars(drawn))
        self.assertGreater(second, first + PANEL)

    def test_a_row_without_a_value_has_no_bar(self):
        drawn = self.draw(Panel("MB", [None, Bar((140.0,), "140")]))
        self.assertEqual(1, len(self.bars(drawn)))

    def test_nothing_at_all_is_a_picture_too(self):
        self.assertEqual([], self.bars(self.draw(Panel("µs", []), labels=())))
        self.assertEqual(["0.0"], [bar.get("width") for bar in self.bars(self.draw(Panel("µs", [Bar((0.0,), "0")])))])

    def test_labels_and_small_print_are_shown_whatever_letters_they_have(self):
        texts = self.texts(self.draw(Panel("µs < ms", [])))
        for text in ("A & B", "nginx <& Co>", "µs < ms", "2026-01-01"):
            self.assertIn(text, texts)

    def test_our_bars_stand_out(self):
        drawn = self.draw(Panel("requests/s", [Bar((2.0,), "2"), Bar((1.0,), "1")]))
        self.assertEqual(["bar ours", "bar"], [bar.get("class") for bar in self.bars(drawn)])

    def test_nothing_leaves_the_page(self):
        drawn = self.draw(*[Panel("requests/s", [Bar((1234567.0,), "1,234,567"), None])] * 2)
        width, height = float(drawn.get("width")), float(drawn.get("height"))
        for text in drawn.iter(f"{SVG}text"):
            self.assertLess(float(text.get("x")) + len(text.text) * picture.LETTER, width)
            self.assertLess(float(text.get("y")), height)


if __name__ == "__main__":
    unittest.main()
