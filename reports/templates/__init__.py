"""Templates of documents. An office replaces one by a file of the same name in its own templates folder."""
