"""Cards for address books: vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse

from serbian.slugs import slugify

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Seat

LONGEST_LINE: Final = 75
"""Octets of a line without its end; a longer one is folded (RFC 6350, 3.2)."""
ESCAPES: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class VCard:
    """A card: the lines of its properties without their ends, and the name of its file."""

    lines: tuple[str, ...]
    filename: str

    def __str__(self) -> str:
        return "".join(f"{piece}\r\n" for line in self.lines for piece in folded(line))

    def response(self) -> HttpResponse:
        """The card as a file to be saved; no cache keeps it, since the right to read it may end."""
        response = HttpResponse(str(self).encode(), content_type="text/vcard; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.filename}"'
        response["Cache-Control"] = "private, no-store"
        return response


def vcard(person: User, seats: Sequence[Seat], url: str) -> VCard:
    """The card of a person who holds these seats: official contact only. `url` is the address of the person's page."""
    return VCard(
        lines=("BEGIN:VCARD", "VERSION:4.0", *properties(person, seats, url), "END:VCARD"),
        filename=f"{slugify(person.get_full_name()) or 'predstavnik'}.vcf",
    )


def properties(person: User, seats: Sequence[Seat], url: str) -> Iterator[str]:
    """The properties between the first lines and the last; an empty one is left out (all but N need a value)."""
    profile = getattr(person, "profile", None)
    yield "KIND:individual"
    yield f"FN:{escaped(str(person))}"
    yield f"N:{components([person.last_name, person.first_name, '', '', ''])}"
    department = profile.department if profile else ""
    for seat in seats:
        yield f"ORG:{components(filter(None, [seat.local_government.full_name, department]))}"
    if profile and profile.position:
        yield f"TITLE:{escaped(profile.position)}"
    for seat in seats:
        yield f"ROLE:{escaped(str(seat.get_kind_display()))}"
    for kind, number in (("voice", profile.phone), ("cell", profile.mobile)) if profile else ():
        if number:
            yield f"TEL;TYPE=work,{kind}:{escaped(number)}"
    yield f"EMAIL;TYPE=work:{escaped(person.email)}"
    yield f"URL:{url}"
    yield f"UID:{url}"


def components(values: Iterable[str]) -> str:
    """The value of a property that has parts."""
    return ";".join(map(escaped, values))


def escaped(text: str) -> str:
    """A text as a value has it (RFC 6350, 3.4): one line, with `\\`, `,` and `;` marked."""
    return text.replace("\r\n", "\n").translate(ESCAPES)


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most `LONGEST_LINE` octets, all but the first after a blank; no sign is divided."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += sign
    yield piece
