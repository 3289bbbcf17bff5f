"""What other apps may want to know about files."""

from __future__ import annotations

from django.dispatch import Signal

# The text units of a document are not what they were: sent with `document`, inside the transaction of the change.
text_changed = Signal()
