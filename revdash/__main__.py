"""Lets ``python -m revdash`` do what ``revdash`` does."""

from revdash.cli import main

main()
