"""How a kept file is shown: its pages as pictures made by us, or the beginning of its words; nothing of it is run."""

from casework.characters import shown
from casework.files import office, text
from casework.files.kinds import Media
from casework.files.sandbox import ask

MOST_CHARACTERS = 20_000
SIDE = 1400  # pixels of the longer side


def picture(media: Media, data: bytes, number: int) -> bytes:
    """Page `number` (from 1) of a PDF or a picture as PNG.

    Raises:
        Invalid: there is no such page.
    """
    command = "page" if media.key == "pdf" else "frame"
    return ask(command, data, str(number - 1), str(SIDE))


def words(media: Media, data: bytes) -> str:
    """The beginning of a document or text, without characters that cannot be seen."""
    found = (text.decoded(data) or "") if media.key == "text" else ""
    found = found[:MOST_CHARACTERS] or (
        office.excerpt(data, MOST_CHARACTERS) if media.key != "text" else ""
    )
    return "\n".join(shown(line) for line in found.splitlines())
