"""Takes the reasons back out of an edited draft, and tells which of the locked parts were changed; takes nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.blocks import Paper
from casework.characters import hidden, shown, spelt
from casework.docx.marks import PREFIX, REASONS, REASONS_BOOKMARK, named
from casework.docx.package import MAIN, Package, refused
from casework.docx.writing import write

MOST_CHARACTERS = 100_000

_CONTROL, _PARAGRAPH, _TAG = f"{{{MAIN}}}sdt", f"{{{MAIN}}}p", f"{{{MAIN}}}tag"
_VALUE, _NAME = f"{{{MAIN}}}val", f"{{{MAIN}}}name"
_BEGIN, _END = f"{{{MAIN}}}bookmarkStart", f"{{{MAIN}}}bookmarkEnd"
_BODY = f"{{{MAIN}}}body"
# Marks between paragraphs that are no paragraphs.
_MARKS = {_BEGIN, _END, f"{{{MAIN}}}sectPr", f"{{{MAIN}}}proofErr"}
_TEXT, _ID = f"{{{MAIN}}}t", f"{{{MAIN}}}id"
_SPACES = {f"{{{MAIN}}}tab": " ", f"{{{MAIN}}}br": "\n", f"{{{MAIN}}}cr": "\n"}
# What was struck out or moved away, and the second drawing of one thing for older programs.
_SKIPPED = {
    f"{{{MAIN}}}del",
    f"{{{MAIN}}}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_REVISIONS = (f"{{{MAIN}}}ins", f"{{{MAIN}}}del", f"{{{MAIN}}}moveTo")
_FOREIGN = (f"{{{MAIN}}}drawing", f"{{{MAIN}}}pict", f"{{{MAIN}}}object", f"{{{MAIN}}}tbl")


@dataclass(frozen=True)
class Change:
    """A locked part that differs from what the system writes; it is made anew, so `after` is shown and not used."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Returned:
    """What came back: the paragraphs of the reasons, the parts changed beside them, and remarks in whole sentences.

    `keywords` are those of the file, by which whoever wrote the draft knows it again.
    """

    reasons: tuple[str, ...]
    changes: tuple[Change, ...]
    remarks: tuple[str, ...]
    keywords: str = ""


def read(data: bytes, paper: Paper) -> Returned:
    """The reasons in an edited draft of `paper`.

    Raises:
        Invalid: the file is no harmless DOCX, holds no reasons, empty ones or too long ones.
    """
    package = Package(data)
    body = package.document
    parts = _controls(body)
    elements = _between_parts(body, parts, paper) or _between_bookmarks(body)
    _check_marks(elements)
    reasons = tuple(line for element in elements for line in _lines(element))
    if not elements:
        raise refused(
            "中找不到可以修改的“理由”部分；请在系统导出的草稿上修改，不要新建文档或者删除内容控件。"
        )
    if not reasons:
        raise refused("的“理由”部分是空的；请写明理由后再上传。")
    if sum(map(len, reasons)) > MOST_CHARACTERS:
        raise refused(f"的“理由”部分超过{MOST_CHARACTERS:,}字；请压缩后再上传。")
    changes = tuple(_changes(parts, paper)) if parts else ()
    remarks = tuple(_remarks(package, elements, compared=bool(parts)))
    return Returned(reasons, changes, remarks, package.keywords)


def _check_marks(elements: list[Any]) -> None:
    """What cannot be seen is refused and not taken out silently: the text would not be the one that was read."""
    found = hidden("".join(text for element in elements for text in _pieces(element)))
    if found:
        raise refused(
            f"的“理由”部分含有改变书写方向的标记或者控制字符（{spelt(found)}）；请删去后再上传。"
        )


def _controls(body: Any) -> dict[str, Any]:
    """Our content controls by name, the first of each."""
    found: dict[str, Any] = {}
    for control in body.iter(_CONTROL):
        tag = next(control.iter(_TAG), None)
        name = tag.get(_VALUE, "") if tag is not None else ""
        if name.startswith(PREFIX):
            found.setdefault(name, control)
    return found


def _between_parts(body: Any, parts: dict[str, Any], paper: Paper) -> list[Any]:
    """What stands between the locked parts before and after the reasons; nothing when one of them is gone."""
    names = [name for name, _, _ in named(paper)]
    if REASONS not in names:
        raise refused("对应的文书没有可以修改的“理由”部分；该文书由系统生成，不能上传修改。")
    at = names.index(REASONS)
    before, after = names[at - 1] if at else "", names[at + 1] if at + 1 < len(names) else ""
    elements = list(next(body.iter(_BODY)))
    if any(name and parts.get(name) not in elements for name in (before, after)):
        return []
    begin = elements.index(parts[before]) + 1 if before else 0
    end = elements.index(parts[after]) if after else len(elements)
    return [element for element in elements[begin:end] if element.tag not in _MARKS]


def _between_bookmarks(body: Any) -> list[Any]:
    """The paragraphs from the beginning of our bookmark to its end."""
    begin = next((b for b in body.iter(_BEGIN) if b.get(_NAME) == REASONS_BOOKMARK), None)
    if begin is None:
        return []
    inside, found = False, []
    for element in body.iter(_PARAGRAPH, _BEGIN, _END):
        if element is begin:
            inside = True
            if element.getparent().tag == _PARAGRAPH:
                found.append(element.getparent())
        elif inside and element.tag == _END and element.get(_ID) == begin.get(_ID):
            break
        elif inside and element.tag == _PARAGRAPH:
            found.append(element)
    return found


def _lines(element: Any) -> Iterator[str]:
    """The paragraphs that hold a character, as papers set them."""
    paragraphs = [element] if element.tag == _PARAGRAPH else element.iter(_PARAGRAPH)
    for paragraph in paragraphs:
        for line in shown("".join(_pieces(paragraph))).split("\n"):
            if line.strip():
                yield line.strip()


def _pieces(element: Any) -> Iterator[str]:
    """The words in order, revisions taken as accepted."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == _PARAGRAPH:
            continue  # a paragraph inside a paragraph is a text box, which is met by itself
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[child.tag]
        else:
            yield from _pieces(child)


def _changes(parts: dict[str, Any], paper: Paper) -> Iterator[Change]:
    """Compares with a fresh draft, read by the same means."""
    fresh = _controls(Package(write(paper)).document)
    for name, label, _ in named(paper):
        if name == REASONS or name not in fresh:
            continue
        before = "\n".join(_lines(fresh[name]))
        after = "\n".join(_lines(parts[name])) if name in parts else ""
        if "".join(before.split()) != "".join(after.split()):
            yield Change(label, before, after)


def _remarks(package: Package, elements: list[Any], *, compared: bool) -> Iterator[str]:
    if not compared:
        yield "内容控件已被删除，只按书签读取理由，未能比对其他部分；其他部分仍由系统生成。"
    if any(next(element.iter(*_REVISIONS), None) is not None for element in elements):
        yield "理由中留有修订标记，已按接受全部修订读取。"
    if any(next(element.iter(*_FOREIGN), None) is not None for element in elements):
        yield "理由中的图片、表格样式没有读入，只读取了文字。"
    if package.hyperlinks:
        yield "文档中的超链接只读取了文字，没有保留链接。"
