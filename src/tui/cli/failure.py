"""How a command ends: exit codes, and the failure that carries one."""

__all__ = ["FAILED", "INTERRUPTED", "OK", "STORE", "USAGE", "Failure"]

OK = 0
#: Something that was asked for did not happen: a feed, a file, an article that is not there.
FAILED = 1
#: The command, the query or the settings file was not understood.
USAGE = 2
#: The store could not be read or written.
STORE = 3
INTERRUPTED = 130


class Failure(Exception):
    """Ends a command with a sentence for a person and an exit code.

    Attributes:
        code: what the process returns.
        picture: further lines that are printed as they are, such as a query and its caret.
    """

    def __init__(self, sentence: str, code: int = FAILED, picture: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.code, self.picture = code, picture
