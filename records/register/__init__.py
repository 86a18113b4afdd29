"""The register: what may be inspected, who answers for it, and by when it must be put right."""
