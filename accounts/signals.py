"""What `accounts` tells higher apps."""

from __future__ import annotations

from django.dispatch import Signal

invitation_accepted = Signal()
"""An invitation has made an account: `invitation`, `user`. Sent inside the transaction; an error undoes it all."""
invitation_resent = Signal()
"""An `invitation` is about to be sent again; a receiver raises `services.InvitationMoot` if it is for nothing now."""
