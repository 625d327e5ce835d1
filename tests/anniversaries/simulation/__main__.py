"""The simulation: `python -m tests.anniversaries.simulation` prints its figures."""

from __future__ import annotations

import argparse
import sys
import time

from tests.anniversaries.simulation.report import lines
from tests.anniversaries.simulation.run import simulate
from tests.anniversaries.simulation.world import Size


def main() -> int:
    """Run the command line; 1 if anything was doubled, lost or not recorded."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.anniversaries.simulation", description=__doc__
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server-days", type=int, default=10_000)
    parser.add_argument("--servers", type=int, default=250, help="of one world")
    parser.add_argument("--days", type=int, default=4, help="with trouble, of one world")
    options = parser.parse_args()
    begun = time.process_time()
    figures, details = simulate(
        options.seed, options.server_days, Size(options.servers, options.days)
    )
    for line in (*lines(figures), *details):
        print(line)
    print(f"seed {options.seed}, {time.process_time() - begun:.0f} s of CPU time")
    return 1 if figures.failures or figures.never_died_at else 0


if __name__ == "__main__":
    sys.exit(main())
