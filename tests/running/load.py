"""Load on a running installation: people who read, people who publish, and a task that writes."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from serbian.slugs import slugify
from tests.running.installation import Installation, form_fields

READERS = 8
EDITORS = 2
BETWEEN_PAGES = 0.5  # seconds
MEMBER, EDITOR = "clan@demo.example", "urednik@demo.example"
FORM = "form[data-edit-form]"
NOT_READ = re.compile(r"^/(admin|nalog|jezik|izgled|healthz)")


@dataclass
class Answer:
    """One answer of the server."""

    kind: str  # "page", "form", "save"
    address: str
    status: int
    seconds: float
    text: str


@dataclass
class Load:
    """What people do at once for so many seconds, and what they were answered."""

    installation: Installation
    seconds: float
    news_index: int  # the page that news are added under
    name: str = "Vest"  # what the titles of these news begin with
    answers: list[Answer] = field(default_factory=list)
    saved: dict[int, tuple[str, str]] = field(default_factory=dict)  # page: (last title, last published title)
    errors: list[BaseException] = field(default_factory=list)

    def run(self, *, readers: int = READERS, editors: int = EDITORS) -> None:
        """Let them read and publish until the time is over."""
        people = [self.reader(number) for number in range(readers)] + [
            self.editor(number) for number in range(editors)
        ]
        self.end = time.monotonic() + self.seconds
        threads = [threading.Thread(target=self.guarded, args=[person]) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def guarded(self, person: Callable[[], None]) -> None:
        """Keep an error of a person's thread for the test."""
        try:
            person()
        except Exception as error:
            self.errors.append(error)

    def ask(self, kind: str, session: requests.Session, address: str, data: dict | None = None) -> requests.Response:
        """Ask the server, and keep its answer."""
        start = time.perf_counter()
        method = "GET" if data is None else "POST"
        response = session.request(method, address, data=data, timeout=60, allow_redirects=False)
        seconds = time.perf_counter() - start
        text = response.text if response.headers.get("Content-Type", "").startswith("text/") else ""
        self.answers.append(Answer(kind, address, response.status_code, seconds, text))
        return response

    def reader(self, number: int) -> Callable[[], None]:
        """A member who follows links, and is signed in before the time begins."""
        session = self.installation.sign_in(MEMBER)
        chance = random.Random(number)  # noqa: S311  (which link to follow)

        def read() -> None:
            address = f"{self.installation.address}/"
            while time.monotonic() < self.end:
                response = self.ask("page", session, address)
                address = chance.choice(links(response) or [f"{self.installation.address}/"])
                time.sleep(BETWEEN_PAGES)

        return read

    def editor(self, number: int) -> Callable[[], None]:
        """An editor who writes news and changes them: a draft, then published, and again."""
        session = self.installation.sign_in(EDITOR)

        def publish() -> None:
            count = 0
            while time.monotonic() < self.end:
                page = self.save(session, None, f"{self.name} {number}.{count}", publish=False)
                for change in range(4):
                    self.save(session, page, f"{self.name} {number}.{count}, izmena {change}", publish=change % 2 == 0)
                count += 1

        return publish

    def save(self, session: requests.Session, page: int | None, title: str, *, publish: bool) -> int:
        """Open the form of a page (a new one, when none is given), change it and save; return the page's number."""
        address = f"{self.installation.address}/admin/pages/"
        address += f"{page}/edit/" if page else f"add/news/newspage/{self.news_index}/"
        fields = form_fields(self.ask("form", session, address).text, FORM)
        fields |= {"title": title, "lead": "Rok je produžen.", "slug": fields["slug"] or slugify(title)}
        fields |= nested_form_data(
            {"body": streamfield([("paragraph", rich_text(f"<p>{title}</p>"))]), "comments": inline_formset([])}
        )
        if publish:
            fields["action-publish"] = "action-publish"
        answer = self.ask("save", session, address, fields)
        if answer.status_code != 302:
            raise AssertionError(f"{title} was not saved: {answer.status_code} {messages(answer.text)}")
        page = page or int(re.search(r"/pages/(\d+)/", answer.headers["Location"]).group(1))
        self.saved[page] = (title, title if publish else self.saved.get(page, ("", ""))[1])
        return page

    def seconds_of(self, kind: str) -> list[float]:
        """How long the answers of a kind took, from the quickest to the slowest."""
        return sorted(answer.seconds for answer in self.answers if answer.kind == kind)


def links(response: requests.Response) -> list[str]:
    """The addresses of the site that a page leads to."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found = BeautifulSoup(response.text, "html.parser").select("a[href]")
    addresses = {urljoin(response.url, link["href"]).partition("#")[0] for link in found}
    here = urlsplit(response.url).netloc
    parts = [(address, urlsplit(address)) for address in sorted(addresses)]
    return [address for address, part in parts if part.netloc == here and not NOT_READ.match(part.path)]


def messages(html: str) -> list[str]:
    """What the admin says is wrong."""
    return [
        found.get_text(" ", strip=True)
        for found in BeautifulSoup(html, "html.parser").select(".error-message, .messages li")
    ]
