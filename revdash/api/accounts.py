"""Accounts: what an import did, file by file, as it is kept with the import for ever."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from revdash.api.changes import Change
from revdash.ingest import Receipt


def equation(read: int, loaded: int, unchanged: int, refused: int) -> str:
    """No row is left out of it."""
    return f"{read:,} read = {loaded:,} loaded + {unchanged:,} unchanged + {refused:,} refused"


@dataclass(frozen=True, kw_only=True)
class FileAccount:
    """What became of the rows of one file; the refused rows are kept beside it."""

    file: str
    read: int
    loaded: int
    unchanged: int
    refused: int
    understood: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()  # what a person should look at

    @property
    def text(self) -> str:
        """The file's equation."""
        return f"{self.file}: {equation(self.read, self.loaded, self.unchanged, self.refused)}"


@dataclass(frozen=True, kw_only=True)
class Account:
    """What an import did to the store and to the numbers."""

    files: tuple[FileAccount, ...]
    changes: tuple[Change, ...] = ()  # of the numbers of the one view
    oddities: tuple[str, ...] = ()  # what looked odd since this import, kept and flagged
    notes: tuple[str, ...] = ()  # of all its files together
    left: tuple[str, ...] = ()  # files that were not begun, since it was asked to end

    @property
    def sums(self) -> dict[str, int]:
        """Rows read, loaded, unchanged and refused, over all files."""
        names = ("read", "loaded", "unchanged", "refused")
        return {name: sum(getattr(file, name) for file in self.files) for name in names}

    def as_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), ensure_ascii=False)


def file_account(receipt: Receipt) -> FileAccount:
    """What is kept of one file's receipt."""
    return FileAccount(
        file=receipt.file,
        read=receipt.read,
        loaded=receipt.loaded,
        unchanged=receipt.unchanged,
        refused=receipt.refused,
        understood=receipt.understood,
        warnings=receipt.warnings,
    )


def account_written(text: str) -> Account:
    """Read an account as it was written down; those of the first revdash list files alone."""
    raw: Any = json.loads(text or "[]")
    return account_from(raw if isinstance(raw, dict) else {"files": raw})


def account_from(raw: Mapping[str, Any]) -> Account:
    """An account from its plain values."""
    return Account(
        files=tuple(_file_from(file) for file in raw["files"]),
        changes=tuple(Change(**change) for change in raw.get("changes", ())),
        oddities=tuple(raw.get("oddities", ())),
        notes=tuple(raw.get("notes", ())),
        left=tuple(raw.get("left", ())),
    )


def _file_from(raw: Mapping[str, Any]) -> FileAccount:
    return FileAccount(
        file=raw["file"],
        read=raw["read"],
        loaded=raw["loaded"],
        unchanged=raw["unchanged"],
        refused=raw["refused"],
        understood=tuple(raw["understood"]),
        warnings=tuple(raw.get("warnings", ())),
    )
