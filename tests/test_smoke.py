from __future__ import annotations

from tests import factories


def test_factories(db, client, member):
    act = factories.act_page(factories.document(), title="Уредба о канцеларијском пословању")
    factories.news_page()
    factories.meeting_page()
    factories.resource_page()
    client.force_login(member)
    assert act.slug == "uredba-o-kancelarijskom-poslovanju"
    assert act.versions.get().documents.get().document.sha256
    assert act in type(act).objects.visible_to(member)
