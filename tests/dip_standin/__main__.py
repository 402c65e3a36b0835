"""``python -m tests.dip_standin``: the stand-in by hand."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from tests.dip_standin.berlin import add_berlin
from tests.dip_standin.faults import KINDS, Fault
from tests.dip_standin.server import KEY, StandIn
from tests.dip_standin.world import OTHER_SUBJECTS, add_bundesrat, fill


def main() -> None:
    """Start it, say how to point the client at it, serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.dip_standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8399, help="0 takes any free one")
    parser.add_argument("--questions", type=int, default=300, help="how many questions with answers there are")
    parser.add_argument("--pdfs", type=Path, help="a folder of real answers named like 1908701.pdf, to be served too")
    parser.add_argument("--fault", choices=KINDS, help="what goes wrong, always")
    parser.add_argument("--fault-path", default="/api/v1/", help="where it goes wrong (default: %(default)s)")
    options = parser.parse_args()
    standin = StandIn(port=options.port)
    fill(standin.world, options.questions)
    fill(standin.world, 100, first=50_001, subjects=OTHER_SUBJECTS)
    add_bundesrat(standin.world)
    add_berlin(standin.world)
    for path in sorted(options.pdfs.glob("*.pdf")) if options.pdfs else []:
        number = re.fullmatch(r"(\d{2})(\d{5})", path.stem)
        if number:
            period, running = int(number[1]), int(number[2])
            vorgang = standin.world.add_question(f"{period}/{running - 1}", f"Aufenthaltserlaubnis ({path.stem})")
            standin.world.answer(vorgang, f"{period}/{running}", data=path.read_bytes())
    if options.fault:
        standin.faults.add(Fault(options.fault, path=options.fault_path, times=-1))
    print(f"export EXTRACTOR_DIP_URL={standin.api}")
    print(f"export EXTRACTOR_DSERVER_URL={standin.base}")
    print(f"export EXTRACTOR_BERLIN_URL={standin.base}/opendata")
    print(f"export EXTRACTOR_DIP_API_KEY={KEY}")
    print(f"export EXTRACTOR_ALLOW_HOST={standin.host}", flush=True)
    try:
        standin.serve()
    except KeyboardInterrupt:
        print("bye")


if __name__ == "__main__":
    main()
