"""What BigHammer is compared with, by kind: proxies, what answers behind them, and programs in Java."""

from pathlib import Path

SERVICES = Path(__file__).resolve().parent.parent / "services" / "rivals"

# A proxy keeps as many connections to what answers behind it as any load opens: none is made anew while it is measured.
KEPT_CONNECTIONS = 1024
