"""Ending: a command asked to end stops; an import finishes first what it has begun, asked once."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

INTERRUPTED: Final = 130  # what a shell expects of a program stopped by Ctrl-C
TERMINATED: Final = 143  # and of one that a server, or the machine on its way down, asks to end
ASKED: Final = (signal.SIGTERM, signal.SIGINT)
FINISHING: Final = (
    "revdash: Asked to end: what is begun is finished first. Ask again to stop at once.\n"
)
STDERR: Final = 2


def stop(_number: int = signal.SIGTERM, _frame: FrameType | None = None) -> NoReturn:
    """End as Ctrl-C does: what is being written is swept away, and no second word stops that."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(TERMINATED)


def is_stopped() -> bool:
    """Whether the command is on its way to stop, or was told to where nobody heard it.

    What is raised from a signal while the engine looks for a module is lost in it.
    """
    return signal.getsignal(signal.SIGTERM) == signal.SIG_IGN


class Ending:
    """Whether an import is to end; from its first file on, being asked once is only noted.

    Before that nothing is begun, and being asked stops the import as it does any other command.
    """

    def __init__(self) -> None:
        """Note nothing yet."""
        self.by: signal.Signals | None = None
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __call__(self) -> bool:
        """Whether to begin no further file; called before each of them."""
        if self.by is None and not self._before:
            heard = {number: signal.getsignal(number) for number in ASKED}
            self._before = {n: was for n, was in heard.items() if was != signal.SIG_IGN}
            for number in self._before:
                signal.signal(number, self._note)
        return self.by is not None

    @property
    def code(self) -> int:
        """What a shell expects of a program that was asked so to end."""
        return 0 if self.by is None else 128 + self.by

    def forget(self) -> None:
        """Let signals do again what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.by = signal.Signals(number)
        self.forget()
        os.write(STDERR, FINISHING.encode())  # a stream may be in the middle of a line


@contextmanager
def finishing() -> Iterator[Ending]:
    """Let an import in the block finish what it has begun when it is asked to end."""
    ending = Ending()
    try:
        yield ending
    finally:
        ending.forget()
