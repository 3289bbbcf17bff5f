"""The demo: invented people in real local governments, and acts with real titles and sample texts."""
