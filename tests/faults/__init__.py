"""The corpus of faults: files that are broken, hostile or odd, and how the reading of each has to end."""
