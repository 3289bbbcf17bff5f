"""Tables that people fill in and upload: read from XLSX and CSV into rows of known columns."""
