"""The case that asks for no load: how long a start takes, and the memory of an idle gateway; start.py measures it."""

import start

NAME = "start"
TITLE = "Start, and memory when idle"
RUNS = 7
FIGURES = {
    "first_answer_seconds": ("BigHammer: first answer", "s"),
    "first_php_seconds": ("BigHammer: first answer of PHP", "s"),
    "idle_mb": ("BigHammer: resident when idle", "MB"),
}


def measure(ground, runs):
    """The result, without its conditions."""
    rounds = start.measure(ground.build.archive, ground.java_home, runs)
    return {
        "case": NAME,
        "title": TITLE,
        "about": "The gateway as it ships, with the configuration that ships. The clock begins when the Java process begins.",
        "figures": FIGURES,
        "rounds": [{"round": number, **dict(zip(FIGURES, values))} for number, values in enumerate(rounds, 1)],
    }
