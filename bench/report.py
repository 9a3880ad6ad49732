"""From the rounds to tables: medians, smallest and largest, and ratios taken within each round."""

from statistics import median

MINUS = "−"  # no hyphen, which looks like the dash of a span


def ratio(mine, its):
    """None when there is nothing to divide by."""
    return mine / its if its else None


def difference(mine, its):
    return mine - its


# What is said of two entrants: the words, the figure, and what is made of both values.
COMPARISONS = {
    "requests": ("{unit}/s: {mine} / {its}", "requests_per_second", ratio),
    "cpu": ("CPU in all: {mine} / {its}", "cpu_us", ratio),
    "gateway": ("gateway CPU: {mine} / {its}", "gateway_cpu_us", ratio),
    "more": ("gateway CPU µs: {mine} − {its}", "gateway_cpu_us", difference),
}


def failed(figures):
    return figures["bad_status"] + figures["broken"] + figures["timeouts"]


def by_entrant(titles, rounds):
    """Name and rounds of each entrant that ran, in the order of the titles."""
    for name in titles:
        own = [figures for figures in rounds if figures["entrant"] == name]
        if own:
            yield name, own


def table(titles, rounds, unit):
    """A line of medians for each entrant that ran."""
    columns = (
        "", f"{unit}/s (min–max)", "p50 ms", "p99 ms", "gateway CPU µs (min–max)", "workers CPU µs",
        "gateway MB", "workers MB", "failed",
    )
    return markdown([columns, *((titles[name], *_cells(own)) for name, own in by_entrant(titles, rounds))])


def comparisons(titles, rounds, wanted, unit):
    """A line for each wanted (comparison, entrant, other) that both have run."""
    lines = [("within a round", "median", "min–max")]
    for name, mine, its in wanted:
        words, figure, how = COMPARISONS[name]
        values = paired(rounds, mine, its, figure, how)
        if values:
            title = words.format(unit=unit, mine=titles[mine], its=titles[its])
            middle, low, high = (_two_digits(value) for value in (median(values), min(values), max(values)))
            lines.append((title, middle, f"{low}–{high}"))
    return markdown(lines) if len(lines) > 1 else ""


def paired(rounds, name, other, figure, how):
    """That figure of both, made one value, for each round in which both ran and there is such a value."""
    by_round = {(figures["round"], figures["entrant"]): figures[figure] for figures in rounds}
    values = [
        how(value, by_round[number, other])
        for (number, entrant), value in by_round.items()
        if entrant == name and (number, other) in by_round
    ]
    return [value for value in values if value is not None]


def spread(values, form):
    """Median, smallest and largest as text."""
    return f"{form(median(values))} ({form(min(values))}–{form(max(values))})"


def plain(value):
    """As many digits as a figure of that size deserves; a count is shown whole."""
    size = abs(value)
    digits = 0 if isinstance(value, int) or size >= 100 else 1 if size >= 10 else 2
    return f"{value:,.{digits}f}".replace("-", MINUS)


def _two_digits(value):
    return f"{value:.2f}".replace("-", MINUS)


def _cells(rounds):
    def values(name):
        return [figures[name] for figures in rounds]

    def middle(name):
        return median(values(name))

    return (
        spread(values("requests_per_second"), plain),
        f"{middle('p50_us') / 1000:.2f}",
        f"{middle('p99_us') / 1000:.2f}",
        spread(values("gateway_cpu_us"), plain),
        plain(middle("workers_cpu_us")),
        f"{middle('gateway_bytes') / 2**20:.0f}",
        f"{middle('workers_bytes') / 2**20:.0f}",
        str(sum(map(failed, rounds))),
    )


def markdown(lines):
    """Aligned, so that it is as easy to read in a terminal as on a page; all columns but the first are figures."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rows = [
        "| " + " | ".join(cell.rjust(width) if column else cell.ljust(width)
                          for column, (cell, width) in enumerate(zip(line, widths))) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)) + "|"
    return "\n".join([rows[0], rule, *rows[1:]])
