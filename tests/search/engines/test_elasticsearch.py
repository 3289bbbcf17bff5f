"""The engine on Elasticsearch keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines.elasticsearch import Elasticsearch
from tests.search.engines.contract_builds import BuildsContract
from tests.search.engines.contract_facets import FacetsContract
from tests.search.engines.contract_words import WordsContract
from tests.search.engines.servers import merge, own_index

pytestmark = pytest.mark.elasticsearch


class ElasticsearchFixture:
    """What the classes of the contract ask."""

    @pytest.fixture
    def engine(self) -> Iterator[Elasticsearch]:
        """An empty engine."""
        with own_index() as engine:
            yield engine


class TestWords(ElasticsearchFixture, WordsContract):
    """Words."""

    def tidy(self, engine: Elasticsearch) -> None:
        merge(engine)


class TestFacets(ElasticsearchFixture, FacetsContract):
    """Filters, facets, order, pages."""

    def empty(self, engine: Elasticsearch) -> None:
        engine.remove()


class TestBuilds(ElasticsearchFixture, BuildsContract):
    """A new index beside the one that serves."""
