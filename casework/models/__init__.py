"""Rows and their invariants; no queries, no HTTP. Nothing is re-exported: import from the module of the noun."""
