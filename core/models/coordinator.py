"""Who coordinates the network."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="user", order=10)
class CoordinatorSettings(BaseGenericSetting):
    """The coordinator's name and contact, shown in the foot of every page and on error pages."""

    name = models.CharField(_("first and last name"), max_length=120, blank=True)
    title = models.CharField(
        _("office held"), max_length=120, default="Koordinatorka", help_text=_("For example: Koordinatorka Mreže.")
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Messages that members write to the coordinator go to this address.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    panels = [FieldPanel("name"), FieldPanel("title"), FieldPanel("email"), FieldPanel("phone")]

    class Meta:
        verbose_name = _("coordinator")

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` address: digits and a leading plus (RFC 3966), national numbers with 381."""
        digits = "".join(character for character in self.phone if character.isdigit())
        if self.phone.strip().startswith("+"):
            return f"tel:+{digits}"
        return f"tel:+381{digits.removeprefix('0')}" if digits else ""
