"""What a page must bear besides axe: a telephone's width, and somebody who has only a keyboard; it must hold no test."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.browser.site import NARROW, WIDE

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMED = "const named = one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 120);"
_NARROW = f"""
async () => {{
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  {_NAMED}
  const found = [], root = document.documentElement;
  if (root.scrollWidth > innerWidth) {{
    const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > innerWidth + 1);
    found.push(`scrolls sideways to ${{root.scrollWidth}}: ${{named(wide.at(-1) || root)}}`);
  }}
  const plain = text => text.replace(/\\s/g, '');
  const links = one => plain([...one.querySelectorAll('a[href],button')].map(link => link.textContent).join(''));
  for (const one of document.body.querySelectorAll('*')) {{
    if (one.scrollWidth <= one.clientWidth + 1 || !['auto', 'scroll'].includes(getComputedStyle(one).overflowX)) continue;
    const comes = one.matches('textarea,select,input,[tabindex="0"]') || links(one) === plain(one.textContent);
    if (!comes) found.push(`scrolls and cannot be focused: ${{named(one)}}`);
  }}
  return found;
}}
"""
_WALK = f"""
known => {{
  {_NAMED}
  const faults = new Set(), kinds = new Set(known), main = document.querySelector('main') || document.body;
  const chosen = one => one.type !== 'radio' || one.checked
    || ![...document.getElementsByName(one.name)].some(other => other.form === one.form && (other.checked
        || other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
  const stops = [...document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex]')].filter(one =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({{ visibilityProperty: true }}) && !one.closest('[inert]') && chosen(one));
  for (const one of stops) if (one.tabIndex > 0) faults.add(`jumps the order: ${{named(one)}}`);
  const sort = one => [one.parentElement.tagName, one.parentElement.className, one.tagName, one.className, one.type || ''].join(' ');
  const fault = one => {{
    const {{ left, right, top, bottom }} = one.getBoundingClientRect();
    if (right - left < 1 || bottom - top < 1) return 'has no size when focused';
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return 'is off the screen when focused';
    const [x, y] = [[left + 2, (left + right) / 2, right - 2], [top + 2, (top + bottom) / 2, bottom - 2]];
    const hit = x.flatMap(a => y.map(b => document.elementFromPoint(a, b))).filter(Boolean);
    if (hit.length && !hit.some(over => one.contains(over) || over.contains(one) || over.closest('label'))) return 'is covered when focused';
    const style = getComputedStyle(one);
    return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1 ? 'shows no focus' : '';
  }};
  // By script to the first and the last of each kind on the page; by the key itself onto a kind that is new, and off the page.
  const keyed = [], first = new Map(), last = new Map();
  stops.forEach((one, at) => {{ if (!first.has(sort(one))) first.set(sort(one), at); last.set(sort(one), at); }});
  for (const at of [...new Set([...first.values(), ...last.values()])].sort((a, b) => a - b)) {{
    const one = stops[at];
    one.focus();
    const wrong = document.activeElement === one ? fault(one) : 'gives the focus away';
    if (wrong) faults.add(`${{wrong}}: ${{named(one)}}`);
    if (at && !kinds.has(sort(one))) keyed.push(at);
    kinds.add(sort(one));
  }}
  if (stops.length) keyed.push(stops.length);
  let patience = 0;
  const arrived = () => {{
    const at = keyed[0], now = document.activeElement;
    // A date has several stops of its own.
    if (now === stops[at - 1] && now.matches('[type=date],[type=time],[type=month]') && ++patience < 8) return false;
    patience = 0;
    if (at === stops.length ? now === stops[at - 1] : now !== stops[at])
      faults.add(`Tab does not lead on from ${{named(stops[at - 1])}} but to ${{named(now)}}`);
    keyed.shift();
    return true;
  }};
  let sent = false;
  addEventListener('keydown', event => {{
    if (event.key !== 'Tab' || !keyed.length) return;
    if (sent && !arrived()) return;
    if (keyed.length) stops[keyed[0] - 1].focus();
    sent = keyed.length > 0;
  }}, true);
  window.keysLeft = () => keyed.length;
  window.walked = () => ({{ faults: [...faults], kinds: [...kinds] }});
  return keyed.length;
}}
"""
_TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
_MOST_KEYS = 400


@dataclass
class Walker:
    """Looks at what a browser shows; `kinds` are the sorts of elements that the key itself was tried on."""

    kinds: list[str] = field(default_factory=list)

    def faults(self, page: "Page") -> list[str]:
        """What is wrong on the way of the Tab key at the width of a desk, and at that of a telephone."""
        found = self._on_the_way(page)
        page.set_viewport_size(NARROW)
        found += page.evaluate(_NARROW)
        page.set_viewport_size(WIDE)
        return found

    def _on_the_way(self, page: "Page") -> list[str]:
        left = page.evaluate(_WALK, self.kinds)
        keys = page.context.new_cdp_session(page)  # one message a key, which is quick
        sent = 0
        while left and sent < _MOST_KEYS:
            for _ in range(left + 1):
                keys.send("Input.dispatchKeyEvent", _TAB)
            sent, left = sent + left + 1, page.evaluate("keysLeft()")
        keys.detach()
        walked = page.evaluate("walked()")
        self.kinds = walked["kinds"]
        return [*walked["faults"], *(["holds the keyboard"] if left else [])]
