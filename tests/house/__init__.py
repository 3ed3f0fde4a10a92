"""How the house is kept: figures of the notebooks, names that nobody uses, lengths."""
