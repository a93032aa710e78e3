"""The text of a version as it may be kept: paragraphs of characters that a paper can show, each once checked here."""

from casework.characters import hidden, shown, spelt
from casework.errors import MissingGlyph
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable


def drawable(office: Office, text: str, *, label: str, field: str) -> str:
    """The paragraphs of a text, one a line, without white space around them and without empty ones.

    Raises:
        MissingGlyph: it holds characters that no font draws, or marks that turn the direction of writing.
    """
    if hidden(text):
        raise MissingGlyph(
            f"“{label}”中含有改变书写方向的标记或者控制字符（{spelt(hidden(text))}），印出来会与所写的不同；请删去后再保存。",
            fields={field: "含有不可见的标记"},
        )
    wrong = unprintable(text, fonts=font_set(office.settings.font_dir))
    if wrong:
        raise MissingGlyph(
            f"“{label}”中的字{spelt(wrong)}没有字体可以印制；"
            "请核对该字，或者由管理员在单位字体目录中放入含有该字的字体。",
            fields={field: spelt(wrong)},
        )
    return "\n".join(line.strip() for line in shown(text).split("\n") if line.strip())
