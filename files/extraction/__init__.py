"""Text out of files, without Django: extractors, and the sandbox that runs them in a process of their own."""
