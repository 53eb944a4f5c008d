"""Files in: drop one, see how it is read, import it, take it back."""

from revdash.ui import headline, intake

headline.title("Data", "Every import is one release of the store; any of them can be taken back.")
intake.understood(intake.drop())
intake.history()
