"""The text of a version as it may be kept: paragraphs of characters that a paper can show, each once checked here."""

from casework.characters import hidden, shown
from casework.errors import MissingGlyph
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable

_MOST_NAMED = 8


def drawable(office: Office, text: str, *, label: str, field: str) -> str:
    """The paragraphs of a text, one a line, without white space around them and without empty ones.

    Raises:
        MissingGlyph: it holds characters that no font draws, or marks that turn the direction of writing.
    """
    if hidden(text):
        codes = "、".join(dict.fromkeys(f"U+{ord(c):04X}" for c in hidden(text)))
        raise MissingGlyph(
            f"“{label}”中含有改变书写方向的标记或者控制字符（{codes}），印出来会与所写的不同；请删去后再保存。",
            fields={field: "含有不可见的标记"},
        )
    wrong = unprintable(text, fonts=font_set(office.settings.font_dir))
    if wrong:
        named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in wrong[:_MOST_NAMED])
        more = f"等{len(wrong)}个字" if len(wrong) > _MOST_NAMED else ""
        raise MissingGlyph(
            f"“{label}”中的字{named}{more}没有字体可以印制；"
            "请核对该字，或者由管理员在单位字体目录中放入含有该字的字体。",
            fields={field: "".join(wrong[:_MOST_NAMED])},
        )
    return "\n".join(line.strip() for line in shown(text).split("\n") if line.strip())
