"""From results to what is read: a page and a picture for each case, and an index of all that lie in a folder."""

import json
import textwrap
from pathlib import Path

import micro
import picture
import report
import targets

REMARKS = Path(__file__).resolve().parent / "remarks.json"
INDEX = "README.md"
SMALL_PRINT = 170  # letters in a line
QUIET = 0.1  # cores; a machine on which other programs take more is too busy to measure on
NO_BREAK = "\u00a0"
WHISKERS = "The bars are medians; the lines go from the smallest to the largest round."


def write(result, folder):
    """Everything about one case: its raw rounds, its page, its picture."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{result['case']}.json").write_text(_json(result), "utf-8")
    render(result, folder)


def _json(result):
    """With each round on a line of its own."""
    others = {name: value for name, value in result.items() if name != "rounds"}
    head = json.dumps(others, indent=1, ensure_ascii=False)[: -len("\n}")]
    rounds = ",\n".join(f"  {json.dumps(figures)}" for figures in result["rounds"])
    return f'{head},\n "rounds": [\n{rounds}\n ]\n}}\n'


def render(result, folder):
    (folder / f"{result['case']}.md").write_text(page(result), "utf-8")
    (folder / f"{result['case']}.svg").write_text(_draw(result), "utf-8")


def write_index(folder, cases):
    """Of those results in the folder whose case is among the named ones, in their order; the pages are made anew as well."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.json" for name in cases]
    results = [json.loads(file.read_text("utf-8")) for file in files if file.exists()]
    for result in results:
        render(result, folder)
    small = micro.read(folder)
    if small:
        (folder / f"{micro.NAME}.md").write_text(micro.page(small), "utf-8")
    remarks = json.loads(REMARKS.read_text("utf-8"))
    (folder / INDEX).write_text(index(results, remarks, small), "utf-8")


def page(result):
    settings = ", ".join(f"{name} {value}" for name, value in result["settings"].items())
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    notes = [f"- {name}: {result[name]}" for name in ("date", "machine", "bighammer")]
    notes += [f"- versions: {versions}", f"- {settings}", *_notes(result)]
    return "\n\n".join(part for part in (
        f"# {result['title']}",
        result["about"],
        f"![{result['title']}]({result['case']}.svg)",
        tables(result),
        "\n".join(notes),
        f"[All rounds]({result['case']}.json), [all cases]({INDEX}), [how to read it](../../README.md#how-to-read-it)",
    ) if part) + "\n"


def tables(result):
    """What was measured, and how one stands to the other."""
    if "figures" in result:
        return _figures(result)
    compared = report.comparisons(result["entrants"], result["rounds"], result["comparisons"], result["unit"])
    table = report.table(result["entrants"], result["rounds"], result["unit"])
    return "\n\n".join(filter(None, (table, compared)))


def index(results, remarks, small=()):
    """small is what JMH measured."""
    rounds = {result["case"]: result["rounds"] for result in results}
    if small:
        rounds[micro.NAME] = small
    verdicts = targets.verdicts(lambda case: rounds.get(case, []))
    parts = [
        "# What was measured",
        "Made by `bench/run.py --keep`, this page included. [How to run it, how to read it, and what it does not"
        " show](../../README.md).",
        "\n".join(f"- {place}" for place in dict.fromkeys(f"{one['machine']}; {one['bighammer']}" for one in results)),
        "## Targets",
        "Each is a median of values taken within a round, with the smallest and the largest.",
        _targets(verdicts, remarks, rounds),
    ]
    for result in results:
        name = result["case"]
        parts += [
            f"## {result['title']}",
            f"![{result['title']}]({name}.svg)",
            f"[Table]({name}.md) · [rounds]({name}.json) · {result['date']}",
            *_doubts(result),
        ]
    if small:
        parts += [f"## {micro.TITLE}", f"[Table]({micro.NAME}.md) · [iterations]({micro.NAME}.json)"]
    return "\n\n".join(parts) + "\n"


def _targets(verdicts, remarks, rounds):
    lines = [("target", "demanded", "measured", "")]
    for verdict in verdicts:
        target = verdict.target
        title = f"[{target.title}]({target.case}.md)" if target.case in rounds else target.title
        lines.append((title, target.demand, verdict.measured, verdict.word))
    said = [
        f"- {verdict.target.title}: {remarks[verdict.target.name]}"
        for verdict in verdicts
        if verdict.word == targets.NOT_REACHED and verdict.target.name in remarks
    ]
    return report.markdown(lines) + ("\n\nWhere the time goes:\n\n" + "\n".join(said) if said else "")


def _doubts(result):
    """Why not to rely on it."""
    if _others(result) > QUIET:
        yield f"**Other programs took {_others(result):.2f} cores in the worst round: requests/s and latencies mean little.**"
    failed = sum(report.failed(figures) for figures in result["rounds"] if "figures" not in result)
    if failed or result["failures"]:
        yield f"**{failed} requests failed, and {len(result['failures'])} who were to take part.**"


def _others(result):
    """The cores that other programs took in the worst round."""
    return max((figures.get("others_cores", 0.0) for figures in result["rounds"]), default=0.0)


def _notes(result):
    if "figures" not in result:
        yield f"- other programs took {_others(result):.2f} cores in the worst round"
    reloads = [seconds for figures in result["rounds"] for seconds in figures.get("reload_seconds", ())]
    if reloads:
        yield f"- {len(reloads)} reloads; until the new routes were in force, {report.spread(reloads, report.plain)} s"
    for title, missing in result["absent"].items():
        yield f"- left out: {title}; missing: {', '.join(missing)}"
    for failure in result["failures"]:
        yield f"- FAILED: {failure}"


def _figures(result):
    lines = [("", "median (min–max)")]
    for name, (title, unit) in result["figures"].items():
        lines.append((title, f"{report.spread(_values(result, name), report.plain)} {unit}"))
    return report.markdown(lines)


def _draw(result):
    rows, panels = _figure_panels(result) if "figures" in result else _load_panels(result)
    versions = " · ".join(f"{name} {version}".replace(" ", NO_BREAK) for name, version in result["versions"].items())
    small_print = [f"{result['date']} · {result['machine']} · {result['bighammer']}", versions, WHISKERS]
    wrapped = [part for line in small_print for part in textwrap.wrap(line, SMALL_PRINT)]
    return picture.draw(result["title"], rows, panels, wrapped)


def _load_panels(result):
    """Requests/s and CPU of the gateway, a row for each entrant."""
    entrants = list(report.by_entrant(result["entrants"], result["rounds"]))
    one = result["unit"][:-1]
    panels = [
        picture.Panel(title, [picture.bar([figures[name] for figures in own], report.plain) for _, own in entrants])
        for name, title in (
            ("requests_per_second", f"{result['unit']}/s, more is better"),
            ("gateway_cpu_us", f"µs of gateway CPU per {one}, less is better"),
        )
    ]
    return [picture.Row(result["entrants"][name], name in result["ours"]) for name, _ in entrants], panels


def _figure_panels(result):
    """A panel for each unit, a row for each figure."""
    figures = result["figures"]
    panels = []
    for wanted in dict.fromkeys(unit for _, unit in figures.values()):
        bars = [
            picture.bar(_values(result, name), report.plain) if unit == wanted else None
            for name, (_, unit) in figures.items()
        ]
        panels.append(picture.Panel(f"{wanted}, less is better", bars))
    return [picture.Row(title, True) for title, _ in figures.values()], panels


def _values(result, name):
    return [figures[name] for figures in result["rounds"]]
