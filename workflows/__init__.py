"""The law as typed tables and pure functions; no framework, no database, no clock.

How to read it: `statute` names every provision we rely on; `vocabulary` holds the closed lists; `definition` gives
the shape of an act and of a workflow; one module per kind of record (`request`, `review`, …) holds its table of acts;
`clock` replays dated acts over a working-day calendar; `outcomes`, `remedy_text`, `fees`, `documents` and
`annual_report` hold what is answered, sent, charged and counted.

How to amend it: a table in force is never edited. End it with a date, put the new table beside it, and let the one
chooser of that table (`workflow_for`, `remedy_text`, `format_for`, …) pick by day.
"""
