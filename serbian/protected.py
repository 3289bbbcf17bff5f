"""What is written in signs for machines and keeps them in every script: addresses, names of files and identifiers."""

from __future__ import annotations

import re

_EXTENSIONS = (
    "pdf|docx?|dotx?|xlsx?|xlsm|pptx?|od[tsp]|rtf|txt|csv|xml|xsd|json|ya?ml|html?|css|js|py|sql|zip|7z|rar|gz|"
    "jpe?g|png|gif|svg|tiff?|webp|mp[34]|eml|msg|p7[sm]|asics?|asice|ics|exe"
)
# Endings that are also words or syllables (me, si, de, at) count only when something else shows an address.
_DOMAINS = "rs|срб|com|org|net|edu|gov|eu|info|io|int"

# Every part begins only where no longer one could have begun, so that the time stays linear in the length of a text.
PROTECTED = re.compile(
    rf"""
      (?<!\w)(?:(?:https?|ftps?|sftp|ldaps?|file)://|mailto:|tel:|www\.)[^\s<>"„“”]+
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+                                # e-mail
    | &(?:\#\d+|\#x[0-9a-f]+|[a-z][a-z0-9]*);                                # a character reference of HTML
    | (?<![\w/])[@\#][^\W\d][\w.-]*\w                                       # @name, #tag
    | (?<![\w.-])(?:[\w-]+\.)+(?:{_EXTENSIONS})(?!\w)                        # file name
    | (?<!\w)\.(?:{_EXTENSIONS})(?!\w)                                       # the ending of one
    | (?<![\w.-])(?:[a-z0-9а-џ-]+\.)+(?:{_DOMAINS})(?![\w-])(?:[:/][^\s<>"„“”]*)?
    | (?<![\w.-])(?:[a-z0-9-]+\.){{2,}}[a-z]{{2,}}(?:/[^\s<>"„“”]*)           # any other domain, with a path
    | (?<![\w.])/(?:[\w.~%-]+/)+[\w.~%-]*                                    # path
    | (?<!\w)\w*[^\W_]_[^\W_]\w*                                            # identifier_with_lines
    | %\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z] | %[a-z](?!\w)                     # placeholders in messages
    | \{{\w*(?:[.:!][^{{}}]*)?\}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches, inside text without spaces, every part that no transliteration may touch."""
