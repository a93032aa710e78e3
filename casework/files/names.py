"""The name a file came with: refused where it hides something, and given the ending of what the file is."""

from casework.characters import hidden, normal
from casework.files.kinds import Media, refused

_MOST = 120
_UNSAFE = frozenset('/\\:*?"<>|')
_INVISIBLE = frozenset("\n\r\t\v\f\xad\u200b\u200c\u200d\u2060\u2028\u2029\ufeff")


def checked_name(name: str) -> str:
    """The name, if it is one name and shows all it holds.

    Raises:
        Invalid: empty, too long, a path, or with characters that cannot be seen or turn the writing direction.
    """
    if not name.strip(" ."):
        raise refused("没有文件名；请重新选择文件。")
    if hidden(name) or _INVISIBLE & set(name) or any("\ud800" <= c <= "\udfff" for c in name):
        raise refused(
            "名称含有控制字符或者改变文字方向的字符，看到的名称可能不真实；请改名后再上传。"
        )
    if _UNSAFE & set(name):
        raise refused("名称含有路径或者 / \\ : * ? 等符号；请改名后再上传。")
    if len(name) > _MOST:
        raise refused(f"名称超过{_MOST}个字；请改短后再上传。")
    return normal(name.strip())


def named_as(name: str, media: Media) -> str:
    """The name with an ending that tells the truth: another one stays in front of it."""
    return name if name.lower().endswith(media.suffixes) else name + media.suffixes[0]
