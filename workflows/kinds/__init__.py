"""One module per kind of record: its states and its table of acts under each version of the law.

`registry` finds the modules of this package by itself. A further kind is one more file here and its test; nothing else
in the product names a kind to make it work.
"""
