"""The ledger (台账) that an office brings along: files in, checked rows and faults out. It knows no database."""

from casework.ledger.faults import Fault
from casework.ledger.reading import Ledger, read_ledger

__all__ = ["Fault", "Ledger", "read_ledger"]
