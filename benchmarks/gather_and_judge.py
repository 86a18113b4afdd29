"""``python -m benchmarks.gather_and_judge OFFICE OUT RATE``: an inspection without ledger and reports, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from inspection.cli.common import errors
from inspection.pipeline import Pipeline
from inspection.progress import TerminalWatcher
from inspection.workplace import gather_spec, open_workplace

AS_OF = date(2026, 3, 1)


def main(office: Path, out: Path, rate: float) -> None:
    """Gather and judge the office's only site; print how many targets there were and which links are broken."""
    place = open_workplace(office, out)
    (site,) = place.register.sites
    spec = gather_spec(place.register, place.dictionaries, site, out / "bundle", AS_OF, patrol=None, rate=rate)
    with TerminalWatcher(errors) as watcher:
        (result,) = Pipeline(place.bench(AS_OF, place.register), [spec], watcher).run()
    if result.judgement is None:
        raise SystemExit(result.sentence)
    found = result.judgement.findings
    broken = [finding.locus.target for finding in found if finding.rule == "link-broken"]
    broken += [url for finding in found if finding.rule == "host-unreachable" for url in finding.evidence["links"]]
    print(json.dumps({"targets": result.judgement.gather.counts["targets"], "broken": broken}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
