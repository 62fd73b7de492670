"""Files of cookies as browsers' extensions and curl write them: looked at here, read by the client."""

from pathlib import Path

__all__ = ["cookies_path", "cookies_trouble"]

_MOST_BYTES = 10_000_000
#: Host, whether below it too, path, whether only encrypted, until when, name, value.
_COLUMNS = 7
_ONLY_HTTP = "#HttpOnly_"
_AGAIN = "Export it once more, or take it out of the feed's settings: F, then Ctrl+N."


def cookies_path(written: str) -> Path:
    """The file that is meant; ``~`` is the user's home."""
    try:
        return Path(written).expanduser().absolute()
    except RuntimeError:  # there is no such home
        return Path(written).absolute()


def cookies_trouble(written: str) -> str:
    """Why a file of cookies cannot be used, in a sentence; "" if it can."""
    path = cookies_path(written)
    try:
        if not path.is_file():
            reason = "there is no such file" if not path.exists() else "it is no file"
            return f"The cookies in {path} cannot be read: {reason}. {_AGAIN}"
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it has an impossible name"
        return f"The cookies in {path} cannot be read: {reason}. {_AGAIN}"
    if len(data) > _MOST_BYTES:
        return f"{path} is too large for a file of cookies. {_AGAIN}"
    lines = data.decode("utf-8", "replace").splitlines()
    cookies = [line for line in lines if line.strip() and (line[0] != "#" or line.startswith(_ONLY_HTTP))]
    if not cookies or any(line.count("\t") < _COLUMNS - 1 for line in cookies):
        what = "holds no cookies" if not cookies else "is not in the format of Netscape (cookies.txt)"
        return f"{path} {what}. {_AGAIN}"
    return ""
