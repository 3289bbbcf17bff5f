"""The body that editors write: a StreamField of few, plain blocks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

# No document links: files hang in a page's list of documents, so that who may read one is known without reading text.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "hr", "link", "superscript", "subscript"]


class QuoteBlock(StructBlock):
    """A quotation with its source."""

    text = TextBlock(label=_("Text"))
    source = CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "core/blocks/quote.html"


class NoteBlock(StructBlock):
    """A framed note: something the reader must not miss."""

    tone = ChoiceBlock(label=_("Tone"), choices=[("info", _("Information")), ("warn", _("Warning"))], default="info")
    text = RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ol", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Note")
        template = "core/blocks/note.html"


class FigureBlock(StructBlock):
    """An image with a caption; its description for those who cannot see it is kept with the image."""

    image = ImageChooserBlock(label=_("Image"))
    caption = CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "core/blocks/figure.html"


class TableBlock(TypedTableBlock):
    """A table whose cells know their column: on a phone each stands under its name."""

    def get_context(self, value: TypedTable, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template `labelled_rows`: lists of (heading of the column, cell)."""
        context = super().get_context(value, parent_context=parent_context)
        headings = [column["heading"] for column in value.columns]
        context["labelled_rows"] = [list(zip(headings, row, strict=True)) for row in value.rows]
        return context


def table_block() -> TableBlock:
    """Return a table whose cells are text."""
    cell = RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])
    return TableBlock([("text", cell)], label=_("Table"), template="core/blocks/table.html")


def body_field() -> StreamField:
    """Return the StreamField that every written page has as its body."""
    return StreamField(
        [
            ("heading", CharBlock(label=_("Heading"), icon="title", template="core/blocks/heading.html")),
            ("paragraph", RichTextBlock(label=_("Text"), icon="pilcrow", features=TEXT_FEATURES)),
            ("quote", QuoteBlock()),
            ("note", NoteBlock()),
            ("figure", FigureBlock()),
            ("table", table_block()),
        ],
        blank=True,
        verbose_name=_("text"),
    )
