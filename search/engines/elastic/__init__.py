"""The parts of the Elasticsearch engine; `search.engines.elasticsearch` puts them together."""
