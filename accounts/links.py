"""The signed text in the link of an invitation."""

from __future__ import annotations

from django.core import signing

SALT = "accounts.invitation"


def invitation_token(invitation_id: int) -> str:
    """Return the signed text that stands for the invitation in its link."""
    return signing.dumps(invitation_id, salt=SALT)


def invitation_id(token: str) -> int:
    """Return the invitation that the text stands for. Raises `django.core.signing.BadSignature`."""
    return int(signing.loads(token, salt=SALT))
