"""`python -m casework` is the command `casework`."""

from casework.cli import main

main()
