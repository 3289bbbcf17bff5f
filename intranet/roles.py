"""The permissions of each role: the one table that the database is compared with.

`accounts.services.sync_role_permissions` writes it to the roles' groups after every migration, and a test compares
the two. Page permissions start at the home page, collection permissions at the root collection. A member has no
permission of any kind: a seat gives rights on the site, never in the admin.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RolePermissions:
    """What a role may do in the admin: Django permissions (`app.codename`) and Wagtail's codenames by kind."""

    models: frozenset[str]
    pages: frozenset[str]
    collections: frozenset[str]


EDITOR = RolePermissions(
    models=frozenset(
        {
            "wagtailadmin.access_admin",
            "core.add_topic",
            "core.change_topic",
            "core.delete_topic",
            "core.add_foreignword",
            "core.change_foreignword",
            "core.delete_foreignword",
            "library.add_issuer",
            "library.change_issuer",
            "library.delete_issuer",
            "search.view_loggedsearch",
            "search.add_synonymgroup",
            "search.change_synonymgroup",
            "search.delete_synonymgroup",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
        }
    ),
    pages=frozenset({"add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"}),
    collections=frozenset(
        {
            "wagtaildocs.add_document",
            "wagtaildocs.change_document",
            "wagtaildocs.choose_document",
            "wagtailimages.add_image",
            "wagtailimages.change_image",
            "wagtailimages.choose_image",
        }
    ),
)

COORDINATOR = RolePermissions(
    models=EDITOR.models
    | {
        "core.change_coordinatorsettings",
        "accounts.change_user",
        "accounts.add_invitation",
        "accounts.view_invitation",
        "directory.add_localgovernment",
        "directory.change_localgovernment",
        "directory.view_seat",
        "directory.add_appointment",
        "directory.change_appointment",
        "directory.add_workinggroup",
        "directory.change_workinggroup",
        "directory.change_colleague",
        "directory.add_guest",
        "directory.change_guest",
        "directory.add_software",
        "directory.change_software",
        "directory.delete_software",
        "home.view_messagetocoordinator",
        "django_tasks_database.view_dbtaskresult",
    },
    pages=EDITOR.pages,
    collections=EDITOR.collections
    | {
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
    },
)

ROLES = {"editor": EDITOR, "coordinator": COORDINATOR}
