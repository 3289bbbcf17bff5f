"""The notation of the table of patterns: classes of answers, and rows read from text."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Answers:
    """The answers of a class of patterns, by role."""

    anonymous: str
    former_member: str
    member: str
    editor: str
    coordinator: str
    colleague: str = ""  # as a member, unless told
    guest: str = ""  # as a former member, unless told

    def to(self, role: str, method: str) -> str:
        """The answer to a role's GET or POST."""
        alike = {"colleague": self.member, "guest": self.former_member}
        words = (getattr(self, role) or alike[role]).split()
        return words[-1] if method == "POST" else words[0]

    @property
    def is_public(self) -> bool:
        """Whether whoever has not signed in is shown something."""
        return "200" in self.anonymous.split()


def public(answer: str, signed_in: str = "") -> Answers:
    """Open to everybody."""
    return Answers(answer, *[signed_in or answer] * 4)


def signed_in(answer: str) -> Answers:
    """The same for whoever is signed in, seat or not."""
    return Answers(">login", *[answer] * 4)


def readers(answer: str, others: str) -> Answers:
    """For members and those with a role; others who are signed in get a refusal."""
    return Answers(">login", others, *[answer] * 3)


def representatives(answer: str) -> Answers:
    """For those who hold a seat; others who are signed in get a refusal."""
    return Answers(">login", "404", answer, "404", "404", colleague="404")


def in_admin(editor: str, coordinator: str = "", anonymous: str = ">login") -> Answers:
    """For roles; the gate stands before everybody else."""
    return Answers(anonymous, ">gate", ">gate", editor, coordinator or editor)


def not_for_editors(coordinator: str) -> Answers:
    """The coordinator's part of the admin: an editor is sent back to its first page."""
    return in_admin(">/admin/", coordinator)


ROLES = tuple(field.name for field in fields(Answers))


@dataclass(frozen=True)
class Row:
    """A pattern of the table: its key, the samples that its arguments take, a fixed address, its answers."""

    key: str
    samples: tuple[tuple[str, str], ...]
    address: str
    answers: Answers


def read(text: str, answers: Answers) -> list[Row]:
    """The rows of one class."""
    found, namespace = [], ""
    for line in text.splitlines():
        words = line.split()
        if words and words[0].endswith(":"):
            namespace = words.pop(0)
        elif not line.startswith(" " * 12):
            namespace = ""
        found += [row(word, namespace, answers) for word in words]
    return found


def row(word: str, namespace: str, answers: Answers) -> Row:
    """One row, from `name(argument=sample,…)` or `/route/=>/address/`."""
    if word.startswith("/"):
        route, _, address = word.partition("=>")
        return Row(route, (), address or route, answers)
    name, _, arguments = word.rstrip(")").partition("(")
    samples = tuple(tuple(pair.split("=")) for pair in arguments.split(",") if pair)
    key = f"({','.join(argument for argument, _sample in samples)})" if samples else ""
    return Row(f"{namespace}{name}{key}", samples, "", answers)
