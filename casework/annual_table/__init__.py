"""Draws an annual table (`workflows.annual_report.AnnualTable`) as text, JSON, CSV, XLSX or a grid of cells; it counts nothing."""

from casework.annual_table.data import to_csv, to_data, to_json
from casework.annual_table.grid import Cell, Grid, to_html_cells
from casework.annual_table.text import to_text
from casework.annual_table.workbook import to_xlsx

__all__ = ["Cell", "Grid", "to_csv", "to_data", "to_html_cells", "to_json", "to_text", "to_xlsx"]
