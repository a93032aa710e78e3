"""Typst and WeasyPrint drawing the same answer, for the benchmark of papers only; they are no part of the environment.

`make bench` installs them from bench/requirements.txt into a folder beside it; one that is missing is skipped aloud.
WeasyPrint needs Pango of the system: apt install libpangoft2-1.0-0
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / ".venv" / "bench"

# Each paragraph with the heading before it, which may be empty.
Body = tuple[tuple[str, str], ...]

_TYPST = """
#set document(title: "{title}", author: "{agency}", date: datetime(year: 2024, month: 11, day: 20))
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), footer: align(right, text(font: ("CaseworkLight", "CaseworkFang"), size: 14pt)[— 1 —]))
#set text(font: "CaseworkFang", size: 16pt, lang: "zh", region: "cn", fallback: false)
#set par(justify: true, leading: 12.95pt, spacing: 12.95pt, first-line-indent: (amount: 2em, all: true))
#align(center, text(font: "CaseworkTitle", size: 22pt)[{title}])
#align(center)[{number}]
#par(first-line-indent: 0pt, [#sys.inputs.name：])
{body}

#v(2 * 28.95pt)
#align(right, pad(right: 64pt)[{agency}])
#align(right, pad(right: 64pt)[2024年11月20日])
"""

_HTML = """<!doctype html><html lang="zh-CN"><title>{title}</title><h1>{title}</h1><p class="c">{number}</p>
<p class="f">{name}：</p>{body}<p class="r">{agency}</p><p class="r">2024年11月20日</p></html>"""

_CSS = """@font-face {{ font-family: Fang; src: url({fang}) }} @font-face {{ font-family: Title; src: url({bold}) }}
@font-face {{ font-family: Light; src: url({light}) }} @font-face {{ font-family: Hei; src: url({hei}) }}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-right {{ font: 14pt Light, Fang; content: "— 1 —" }} }}
body {{ font: 16pt/28.95pt Fang; text-align: justify }} p {{ margin: 0; text-indent: 2em }}
h2 {{ font: 16pt/28.95pt Hei; margin: 0; text-indent: 2em }} h1 {{ font: 22pt/34pt Title; text-align: center }} .c {{ text-align: center }} .f {{ text-indent: 0 }}
.r {{ text-align: right; padding-right: 64pt }}"""


def typst(fonts: Path, *, text: dict[str, str], paragraphs: Body) -> Callable[[str], bytes] | None:
    """Draws by Typst, its compiler kept warm; tagged, which is its default."""
    module = _module("typst")
    if module is None:
        return None
    source = fonts / "answer.typ"
    body = "\n\n".join(
        (f'#text(font: "CaseworkHei")[{heading}]\n\n' if heading else "")
        + paragraph.format(name="#sys.inputs.name;")
        for heading, paragraph in paragraphs
    )
    source.write_text(_TYPST.format(**text, body=body), encoding="utf-8")
    compiler = module.Compiler(str(source), font_paths=[str(fonts)], ignore_system_fonts=True)

    def draw(name: str) -> bytes:
        data: bytes = compiler.compile(format="pdf", sys_inputs={"name": name})
        return data

    return draw


def weasyprint(
    fonts: Path, *, text: dict[str, str], paragraphs: Body, kept: bool = False
) -> Callable[[str], bytes] | None:
    """Draws by WeasyPrint as its manual does, or with fonts and style sheet `kept` between two papers; tagged."""
    module = _module("weasyprint")
    if module is None:
        return None
    make: Any = import_module("weasyprint.text.fonts").FontConfiguration
    css = _CSS.format(
        fang=(fonts / "CaseworkFang.ttf").as_uri(),
        bold=(fonts / "CaseworkTitle.ttf").as_uri(),
        hei=(fonts / "CaseworkHei.ttf").as_uri(),
        light=(fonts / "CaseworkLight.ttf").as_uri(),
    )
    body = "".join(
        (f"<h2>{heading}</h2>" if heading else "") + f"<p>{paragraph}</p>"
        for heading, paragraph in paragraphs
    )
    first = make()
    sheet = module.CSS(string=css, font_config=first)

    def draw(name: str) -> bytes:
        fresh = first if kept else make()
        style = sheet if kept else module.CSS(string=css, font_config=fresh)
        html = _HTML.format(**text, name=name, body=body.format(name=name))
        page = module.HTML(string=html)
        data: bytes = page.write_pdf(stylesheets=[style], font_config=fresh, pdf_tags=True)
        return data

    return draw


def _module(name: str) -> ModuleType | None:
    """The module, or None with a word on the terminal when it cannot be used here."""
    if FOLDER.is_dir() and str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    try:
        return import_module(name)
    except (ImportError, OSError) as error:  # OSError: a system library such as Pango is missing
        print(
            f"{name}: not measured, {error} (how to install it: bench/rivals.py)", file=sys.stderr
        )
        return None
