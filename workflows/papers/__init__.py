"""The papers of law 6.2 as rows: notices to applicants, letters to others, sheets drawn on demand."""
