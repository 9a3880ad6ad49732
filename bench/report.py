"""From the rounds to the table: medians, smallest and largest, and ratios taken within each round."""

from statistics import median

COLUMNS = (
    "",
    "requests/s (min–max)",
    "p50 ms",
    "p99 ms",
    "gateway CPU µs (min–max)",
    "workers CPU µs",
    "gateway MB",
    "workers MB",
    "failed",
)


def failed(figures):
    return figures["bad_status"] + figures["broken"] + figures["timeouts"]


def table(contestants, rounds):
    """A line of medians for each contestant that ran."""
    lines = [COLUMNS]
    for contestant in contestants:
        own = [figures for figures in rounds if figures["contestant"] == contestant.name]
        if own:
            lines.append((contestant.title, *_cells(own)))
    return _markdown(lines)


def ratios(contestants, rounds, floor):
    """Each contestant to its rivals, and the CPU of all gateways to the floor, which has nothing behind it."""
    titles = {contestant.name: contestant.title for contestant in contestants}
    lines = [("ratio within a round", "median", "min–max")]

    def add(what, name, other, figure):
        values = paired(rounds, name, other, figure)
        if values:
            title = f"{what}: {titles[name]} / {titles[other]}"
            lines.append((title, f"{median(values):.2f}", f"{min(values):.2f}–{max(values):.2f}"))

    for contestant in contestants:
        for rival in contestant.rivals:
            add("requests/s", contestant.name, rival, lambda figures: figures["requests_per_second"])
            add("CPU in all", contestant.name, rival, _cpu)
    for contestant in contestants:
        if contestant.name != floor:
            add("gateway CPU", contestant.name, floor, lambda figures: figures["gateway_cpu_us"])
    return _markdown(lines)


def paired(rounds, name, other, figure):
    """The ratio of that figure in each round in which both ran."""
    by_round = {(figures["round"], figures["contestant"]): figure(figures) for figures in rounds}
    return [
        value / by_round[number, other]
        for (number, contestant), value in by_round.items()
        if contestant == name and by_round.get((number, other))
    ]


def _cpu(figures):
    return figures["gateway_cpu_us"] + figures["workers_cpu_us"]


def _cells(rounds):
    def middle(name):
        return median(figures[name] for figures in rounds)

    def span(name):
        values = [figures[name] for figures in rounds]
        return f"{min(values):.0f}–{max(values):.0f}"

    return (
        f"{middle('requests_per_second'):.0f} ({span('requests_per_second')})",
        f"{middle('p50_us') / 1000:.2f}",
        f"{middle('p99_us') / 1000:.2f}",
        f"{middle('gateway_cpu_us'):.1f} ({span('gateway_cpu_us')})",
        f"{middle('workers_cpu_us'):.1f}",
        f"{middle('gateway_bytes') / 2**20:.0f}",
        f"{middle('workers_bytes') / 2**20:.0f}",
        str(sum(map(failed, rounds))),
    )


def _markdown(lines):
    """Aligned, so that it is as easy to read in a terminal as on a page; all columns but the first are figures."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rows = [
        "| " + " | ".join(cell.rjust(width) if column else cell.ljust(width)
                          for column, (cell, width) in enumerate(zip(line, widths))) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)) + "|"
    return "\n".join([rows[0], rule, *rows[1:]])
