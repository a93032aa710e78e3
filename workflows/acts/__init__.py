"""The table of acts of a request, one module per stage of its life; `workflows.kinds.request` puts them in order."""
