from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo import content, data, profiles, register


class Command(BaseCommand):
    help = "Loads the demo's register and pages. What is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has logins that everybody knows: it loads only with DEMO=true, on loopback.")
        register.load()
        content.load()
        profiles.load()
        for login in data.read("people")["demo_logins"]:
            self.stdout.write(f"{login['email']}  {register.PASSWORD}  {login['role']}")
