"""Every metric as it is defined, for reading aloud, with its SQL."""

from revdash.ui import data, glossary, headline, signing

headline.title("Definitions", "Who counts, who doesn't, and on which clock.")
glossary.families(data.definitions(), glossary.search())
glossary.words(data.words())
signing.wordings()
