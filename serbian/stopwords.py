"""Function words: they stand in almost every text, so they say little about what a text is about."""

from __future__ import annotations

from typing import Final

_WORDS = """
a ako ali bez bi bice bila bili bilo bio biti da do dok ga gde i ih ili im iz iza izmedju ja je jer jesu joj ju ka
kad kada kao kako kakav kakva kakve kakvo ko kog koga koja koje kojeg kojem kojih kojim kojima koji kojoj koju kolika
koliki koliko kome kroz k li me mi mu na nad nakon ne nego ni
nije nisu no o od oko on ona one oni ono ova ovaj ove ovi ovo ovog ovom pa po pod pored pre preko prema pri s sa
samo se si sta sto su sve svih svim svoj svoja svoje svom ta tada taj tako te ti to tog toga toj tom tu u uz vec vi
za zasto zbog
"""

STOPWORDS: Final = frozenset(_WORDS.split())
"""Tokens as ``serbian.analysis`` makes them."""
