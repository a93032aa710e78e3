"""Benchmarks: figures measured side by side in one run, printed and written down; nothing here is part of the product."""
