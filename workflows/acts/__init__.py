"""The table of acts of a request, one module per stage of its life; `workflows.request` puts them in order."""
