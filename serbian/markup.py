"""Transliteration of HTML: the text that people read changes its script, every other character stays.

What changes: text, and the attributes ``title alt placeholder aria-label``, ``label`` of an option and ``value`` of a
button. What stays: tags, other attributes, comments, code, scripts, contents of form fields, drawings (but for their
titles), and whatever stands inside ``translate="no"`` or another language. Words are followed across inline tags:
``<b>N</b>jegoš`` becomes ``<b>Њ</b>егош``.
"""

from __future__ import annotations

import html as character_references
import re
from collections.abc import Iterable, Iterator

from serbian.foreign import ForeignWords, foreign_words
from serbian.look_alikes import CYRILLIC, LATIN
from serbian.script import compose
from serbian.units import Script, Unit, pieces, units

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)"
    r"|<(/?)([a-zA-Z][^\s/>]*+)(?:((?>[^>\"']+|\"[^\"]*\"|'[^']*')*+)>|([^>]*+)(?:>|\Z))",  # or a quote left open
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'<>/=]++)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]++)""")
_MAYBE_TEXT = re.compile(r"\b(?:title|alt|placeholder|aria-label|label|value)\s*=", re.IGNORECASE)
_MAYBE_SETTING = re.compile(r"\b(?:lang|translate)\s*=", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+);")
_SERBIAN_LETTER = re.compile("[a-zčćđšž\u0400-\u045f]", re.IGNORECASE)

_TEXT_ATTRIBUTES = frozenset({"title", "alt", "placeholder", "aria-label"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset"})
_RAW = frozenset({"script", "style", "textarea"})
_CODE = _RAW | {"code", "pre", "kbd", "samp", "math"}
_CLOSED_BY_NEXT = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})  # fmt: skip

# What happens to text: it is converted; kept for its language, down to an element in Serbian; kept whatever stands
# inside; kept as part of a drawing, of which titles and descriptions are converted.
_CONVERT, _OTHER_LANGUAGE, _KEEP, _DRAWING = range(4)
_KEPT_TEXT = " x "  # stands for a kept piece in the sentence around it


def transliterate_html(html: str, to: Script, foreign: Iterable[str] | ForeignWords = ()) -> str:
    """Return ``html``, a whole document or a part of one, with its readable text in the script ``to``.

    ``foreign`` adds words that stay Latin (see ``serbian.foreign``). Everything outside converted text comes back as
    it was, with its character references; broken HTML is no error.
    """
    page = _Page(to, foreign_words(foreign))
    page.read(html)
    return "".join(page.output)


class _Page:
    """One pass over a page: the output, the open elements, and the texts of the line that is being read."""

    def __init__(self, to: Script, foreign: ForeignWords) -> None:
        self.text = _Text(to, foreign)
        self.output: list[str] = []
        self.opened: list[tuple[str, int]] = []  # name, and the state outside it
        self.state = _CONVERT
        self.parts: list[str] = []  # the line being read, with spaces and letters standing for what is kept
        self.places: list[int | None] = []  # where each part stands in the output; None for what is not converted
        self.tags_since_text = ""  # "/" for an end tag, "<" for a start tag

    def read(self, html: str) -> None:
        position = 0
        while match := _TAG.search(html, position):
            self._add_text(html[position : match.start()])
            position = self._add_tag(html, match)
        self._add_text(html[position:])
        self._end_line()

    def _add_text(self, text: str) -> None:
        if not text:
            return
        if (
            self.parts and "/<" in self.tags_since_text
        ):  # two elements side by side, often set apart by the style sheet alone
            self._add_part(" ", None)
        self.tags_since_text = ""
        is_ours = self.state == _CONVERT
        self._add_part(text if is_ours else _KEPT_TEXT, len(self.output) if is_ours else None)
        self.output.append(text)

    def _add_part(self, text: str, place: int | None) -> None:
        self.parts.append(text)
        self.places.append(place)

    def _add_tag(self, html: str, match: re.Match[str]) -> int:
        """Handle a tag or comment and return where to read on."""
        if match[2] is None:
            self.output.append(match[0])
            return match.end()
        name = match[2].lower()
        if name not in _INLINE:
            self._end_line()
        self.tags_since_text += match[1] or "<"
        if match[1]:
            self.output.append(match[0])
            self._close(name)
            return match.end()
        self._open(name, match[0], match[3] or match[4] or "")
        return self._pass_raw(html, match.end(), name) if name in _RAW else match.end()

    def _pass_raw(self, html: str, position: int, name: str) -> int:
        """Pass over what holds no tags, up to the end tag of ``name``."""
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, position)
        stop = end.start() if end else len(html)
        self.output.append(html[position:stop])
        return stop

    def _open(self, name: str, tag: str, attributes: str) -> None:
        if name in _CLOSED_BY_NEXT and self.opened and self.opened[-1][0] == name:
            self._close(name)
        own = _own_state(self.state, attributes) if _MAYBE_SETTING.search(attributes) else self.state
        if own == _CONVERT and _MAYBE_TEXT.search(attributes):
            tag = self._with_attributes(name, tag, attributes)
        self.output.append(tag)
        if name in _VOID or (tag.endswith("/>") and (name == "svg" or self.state == _DRAWING)):
            return
        self.opened.append((name, self.state))
        self.state = _state_inside(name, own)

    def _close(self, name: str) -> None:
        for index in range(len(self.opened) - 1, -1, -1):
            if self.opened[index][0] == name:
                self.state = self.opened[index][1]
                del self.opened[index:]
                return

    def _with_attributes(self, name: str, tag: str, attributes: str) -> str:
        kept_value = name != "input" or _attribute(attributes, "type") not in _BUTTON_TYPES

        def convert(match: re.Match[str]) -> str:
            attribute = match[1].lower()
            is_text = (
                attribute in _TEXT_ATTRIBUTES
                or (attribute == "label" and name in {"option", "optgroup"})
                or (attribute == "value" and not kept_value)
            )
            return match[1] + match[2] + self._quoted(match[3]) if is_text else match[0]

        return tag.replace(attributes, _ATTRIBUTE.sub(convert, attributes), 1)

    def _quoted(self, value: str) -> str:
        quote = value[0] if value[0] in "\"'" else ""
        return quote + self.text.convert(value.strip(quote) if quote else value) + quote

    def _end_line(self) -> None:
        """Convert the texts read since the last block: together, for words and sentences that tags cut in pieces."""
        parts, places = self.parts, self.places
        if not parts:
            return
        self.parts, self.places = [], []
        self.tags_since_text = ""
        converted = self.text.convert_parts(parts) if len(parts) > 1 else [self.text.convert(parts[0])]
        for place, text in zip(places, converted, strict=True):
            if place is not None:
                self.output[place] = text


class _Text:
    """Conversion of text between tags to one script."""

    def __init__(self, to: Script, foreign: ForeignWords) -> None:
        self.to, self.foreign = to, foreign
        self.letter = CYRILLIC if to == "latin" else LATIN

    def convert(self, text: str) -> str:
        if not self.letter.search(text):
            return text
        source = _readable(text)
        result = compose("".join([target for _, target in pieces(source, self.to, self.foreign)]))
        return text if result == source else result

    def convert_parts(self, parts: list[str]) -> list[str]:
        """Convert a line that tags cut into ``parts``; a letter that was cut goes to the part where it begins."""
        sources = [_readable(part) for part in parts]
        results: list[list[str]] = [[] for _ in parts]
        ends = list(_running_sums(sources))
        position, index = 0, 0
        for source, target in self._units_of_line("".join(sources), ends):
            while position >= ends[index] and index + 1 < len(ends):
                index += 1
            results[index].append(target)
            position += len(source)
        joined = [compose("".join(result)) for result in results]
        return [part if new == old else new for part, old, new in zip(parts, sources, joined, strict=True)]

    def _units_of_line(self, line: str, ends: list[int]) -> Iterator[Unit]:
        """Yield whole pieces where they lie in one part, their units where a tag cuts them."""
        cuts = iter(ends)
        cut, start = next(cuts), 0
        for source, target in pieces(line, self.to, self.foreign):
            end = start + len(source)
            while cut <= start < len(line):
                cut = next(cuts)
            if end <= cut:
                yield source, target
            else:
                for unit in units(source, self.to, self.foreign) if source != target else [(source, source)]:
                    yield from zip(unit[0], unit[1], strict=True) if unit[0] == unit[1] else [unit]
            start = end


def _running_sums(texts: list[str]) -> Iterator[int]:
    total = 0
    for text in texts:
        total += len(text)
        yield total


def _readable(text: str) -> str:
    """Compose ``text`` and write references to Serbian letters (``&#269;``) as letters; all others stay."""
    return compose(_REFERENCE.sub(_letter, text) if "&" in text else text)


def _letter(match: re.Match[str]) -> str:
    sign = character_references.unescape(match[0])
    return sign if _SERBIAN_LETTER.fullmatch(sign) else match[0]


def _attribute(attributes: str, name: str) -> str | None:
    """The value of an attribute in small letters and without quotes; None where there is none."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return match[3].strip("\"'").strip().lower()
    return None


def _own_state(state: int, attributes: str) -> int:
    """The state of an element that may carry ``translate`` or ``lang``."""
    if state == _KEEP or _attribute(attributes, "translate") == "no":
        return _KEEP
    language = _attribute(attributes, "lang")
    if language is None:
        return state
    is_serbian = language == "sr" or language.startswith("sr-")
    if not is_serbian:
        return _OTHER_LANGUAGE
    return _CONVERT if state == _OTHER_LANGUAGE else state


def _state_inside(name: str, own: int) -> int:
    if name in _CODE:
        return _KEEP
    if name == "svg" and own == _CONVERT:
        return _DRAWING
    if own == _DRAWING and name in {"title", "desc"}:
        return _CONVERT
    return own
