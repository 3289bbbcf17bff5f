"""Serbian as a written language: its two scripts, folding, slugs, sorting, dates and message catalogues.

The lowest layer: pure Python, it imports nothing else of the project and no Django.
"""
