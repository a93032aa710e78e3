"""Serve a source checkout: any WSGI server finds `app` here."""

from casework.app import create_app

app = create_app()
