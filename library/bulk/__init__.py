"""Many files at once: a ZIP with a table of what they are, looked at row by row and made into acts."""
