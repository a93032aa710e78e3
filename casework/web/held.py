"""What somebody sent after his session had ended: carried through the log-in page, so that nothing typed is lost.

It stands in the page that is being looked at and nowhere else; nothing is done before the user confirms it anew.
"""

from dataclasses import dataclass

from flask import request

_PREFIX = "held."
_TO, _FILES = "held_to", "held_files"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Held:
    """A form that was sent without a session: where to, its fields in their order, and whether files came with it."""

    to: str = ""
    fields: Pairs = ()
    had_files: bool = False

    @property
    def hidden(self) -> Pairs:
        """The fields that carry it through the log-in form."""
        if not self.to:
            return ()
        carried = tuple((_PREFIX + name, value) for name, value in self.fields)
        return ((_TO, self.to), (_FILES, "1" if self.had_files else ""), *carried)


def sent_without_session() -> Held:
    """The form of this request."""
    fields = tuple(request.form.items(multi=True))
    had_files = any(one.filename for one in request.files.values())
    return Held(request.full_path.rstrip("?"), fields, had_files)


def carried() -> Held:
    """What the log-in form carries along; nothing where it names no path of ours."""
    to = request.form.get(_TO, "")
    if not is_ours(to):
        return Held()
    fields = tuple(
        (name.removeprefix(_PREFIX), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(_PREFIX)
    )
    return Held(to, fields, bool(request.form.get(_FILES)))


def is_ours(path: str) -> bool:
    """Whether an address stays on this server and leads to a page behind the log-in."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return ours and not path.startswith(("/login", "/logout"))
