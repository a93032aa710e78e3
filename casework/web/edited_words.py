"""Other words for a generated sentence as its form sends them: text, reason, and the button that gives the sentence back."""

from flask import request

from workflows.edited_sentences import Edited


def sent(name: str) -> Edited:
    """The words of the sentence of this name; none where its own button was pressed."""
    if request.form.get("restore") == name:
        return Edited("")
    return Edited(request.form.get(name, ""), request.form.get(f"{name}-reason", ""))
