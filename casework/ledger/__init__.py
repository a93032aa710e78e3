"""The ledger (台账) that an office brings along: files in, checked rows and faults out. It knows no database."""

from casework.ledger.faults import Fault
from casework.ledger.reading import Ledger, Sent, read_ledger, read_sent

__all__ = ["Fault", "Ledger", "Sent", "read_ledger", "read_sent"]
