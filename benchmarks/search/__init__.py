"""Searching many pages, measured."""
