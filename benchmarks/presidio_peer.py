"""Presidio's recognisers over the texts on stdin (JSON list); kinds found in each and seconds as JSON on stdout.

Run by :mod:`benchmarks.privacy` in an interpreter that has ``presidio-analyzer``; needs nothing of ours.
"""

from __future__ import annotations

import json
import sys
import time

from presidio_analyzer import RecognizerRegistry
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

NOT_PERSONAL = {"URL", "DATE_TIME", "ORGANIZATION", "NRP", "LOCATION", "PERSON"}
"""Kinds that need a language model, or that say nothing about a person."""
LEAST_SCORE = 0.4


def main() -> None:
    """Every pattern recogniser of the default registry, telephone numbers read as Chinese ones."""
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    known = [each for each in registry.recognizers if type(each).__name__ not in ("PhoneRecognizer", "SpacyRecognizer")]
    known.append(PhoneRecognizer(supported_regions=("CN",)))
    texts = json.load(sys.stdin)
    found = []
    begun = time.perf_counter()
    for text in texts:
        kinds = set()
        for recogniser in known:
            for result in recogniser.analyze(text, recogniser.supported_entities, None) or ():
                if result.score >= LEAST_SCORE and result.entity_type not in NOT_PERSONAL:
                    kinds.add(result.entity_type)
        found.append(sorted(kinds))
    json.dump({"seconds": time.perf_counter() - begun, "found": found}, sys.stdout)


if __name__ == "__main__":
    main()
