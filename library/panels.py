"""What stands in the forms of acts beside their fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from library.checking import warnings


class WarningsPanel(Panel):
    """The warnings of an act as it was last saved; nothing where there are none, and on the form of a new act."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the form of one act."""

        template_name = "library/admin/warnings_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk and self.warnings)

        @property
        def warnings(self) -> list[Any]:
            """What should be looked at."""
            if not hasattr(self, "_warnings"):
                self._warnings = warnings(self.instance)
            return self._warnings

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"warnings": self.warnings}
