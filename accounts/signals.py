"""What `accounts` tells higher apps."""

from __future__ import annotations

from django.dispatch import Signal

invitation_accepted = Signal()
"""An invitation has made an account: `invitation`, `user`. Sent inside the transaction; an error undoes it all."""
