"""Images, with a description for those who cannot see them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition

from files.querysets import ImageQuerySet


class Image(AbstractImage):
    """An image that an editor uploaded. Wagtail's description is its text alternative."""

    tags = TaggableManager(blank=True, related_name="network_images")  # not on any form: topics are on pages

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    objects = ImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        default_related_name = "network_images"  # the stock model has the plain one
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    """A cut of an image, made when a page first needs it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="files_rendition_once")
        ]
