"""Somebody who has an invitation: from its link through the welcome."""

from __future__ import annotations

from tests.factories import PASSWORD
from tests.journeys.visitor import Visitor


def accept(visitor: Visitor, first_name: str, last_name: str) -> None:
    """On the page of an invitation: give a name and a password."""
    visitor.fill("Ime", first_name)
    visitor.fill("Prezime", last_name)
    visitor.fill("Lozinka", PASSWORD)
    visitor.fill("Ista lozinka ponovo", PASSWORD)
    visitor.press("Otvori nalog")


def go_through_welcome(visitor: Visitor) -> None:
    """Leave the second factor for later, say the position, choose the script of the visit."""
    visitor.sees_title("Bezbedna prijava")
    visitor.check("welcome-security")
    visitor.follow("Preskoči", "main")
    visitor.sees_title("Vaš profil")
    visitor.fill("Radno mesto", "Samostalna savetnica")
    visitor.check("welcome-profile")
    visitor.press("Sačuvaj i nastavi")
    visitor.sees_title("Pismo")
    visitor.page.locator(f'input[name="language"][value="{visitor.setting.script}"]').check()
    visitor.check("welcome-script")
    visitor.press("Završi")
