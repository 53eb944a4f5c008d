"""Ingest: outside records in, our rows out; a receipt that accounts for every one of them."""

from revdash.ingest.filling import Company
from revdash.ingest.mapping import Mapping, header_signature, mappings_from_toml
from revdash.ingest.meanings import Unmeant
from revdash.ingest.proposing import Proposal, propose, revise
from revdash.ingest.reading import Source, read_bytes, read_file
from revdash.ingest.receipt import Receipt, receipt_for
from revdash.ingest.refusals import Refusal
from revdash.ingest.resolving import resolve
from revdash.ingest.shapes import recognise
from revdash.ingest.staging import Staged, stage

__all__ = [
    "Company",
    "Mapping",
    "Proposal",
    "Receipt",
    "Refusal",
    "Source",
    "Staged",
    "Unmeant",
    "header_signature",
    "mappings_from_toml",
    "propose",
    "read_bytes",
    "read_file",
    "receipt_for",
    "recognise",
    "resolve",
    "revise",
    "stage",
]
