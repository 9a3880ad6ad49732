"""What JMH measured, from the JSON that it writes."""

import json

from report import markdown

NAME = "jmh"
TITLE = "Single classes, by JMH"


def read(folder):
    """What a benchmark with its parameters took, one after another; none when JMH was not run."""
    file = folder / f"{NAME}.json"
    return [_figures(one) for one in json.loads(file.read_text("utf-8"))] if file.exists() else []


def _figures(result):
    metric = result["primaryMetric"]
    return {
        "benchmark": ".".join(result["benchmark"].split(".")[-2:]),
        "parameters": ", ".join(f"{name} {value}" for name, value in result.get("params", {}).items()),
        "score": metric["score"],
        "smallest": metric["scorePercentiles"]["0.0"],
        "largest": metric["scorePercentiles"]["100.0"],
        "unit": metric["scoreUnit"],
        "java": f"{result['vmName']} {result['vmVersion']}",
    }


def total_us(terms):
    """Takes the figures, returns the sum of so many times each of these benchmarks in microseconds, if all are there."""

    def total(figures):
        scores = {one["benchmark"]: one["score"] for one in figures if one["unit"] == "ns/op"}
        missing = any(name not in scores for name, _ in terms)
        return [] if missing else [sum(times * scores[name] for name, times in terms) / 1000]

    return total


def page(figures):
    lines = [("benchmark", "", "mean (smallest–largest)", "")]
    for one in figures:
        measured = f"{one['score']:,.0f} ({one['smallest']:,.0f}–{one['largest']:,.0f})"
        lines.append((one["benchmark"], one["parameters"], measured, one["unit"]))
    java = ", ".join(dict.fromkeys(one["java"] for one in figures))
    return f"# {TITLE}\n\n{markdown(lines)}\n\n- {java}\n- 5 iterations of a second\n\n[All iterations]({NAME}.json)\n"
