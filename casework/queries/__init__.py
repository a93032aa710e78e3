"""What pages, API and commands read: lists, one case, counts. Read only; every function takes the viewer."""
