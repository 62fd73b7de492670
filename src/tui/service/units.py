"""The daemon as a service: a unit for systemd, a property list for launchd. Pure: text out of words.

Each file bears a sum of what it says, so that one which somebody has changed can be told from one
that an older Broadsheet has written.
"""

import plistlib
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

__all__ = ["LABEL", "UNIT", "carried", "is_untouched", "launchd_plist", "systemd_unit"]

UNIT = "broadsheet.service"
LABEL = "org.broadsheet.daemon"

#: What says where everything lives; a service manager does not know what a shell was told.
_CARRIED = ("BROADSHEET_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_MARK = "Written by “broadsheet daemon install”; if you change it, it is left alone. Sum: "
_MARKED = re.compile(rf"^(?:# |<!-- ){re.escape(_MARK)}([0-9a-f]{{16}})(?: -->)?\n", re.MULTILINE)
_NICENESS = 10
#: Seconds before it is started again after it has failed.
_BEFORE_AGAIN = 30
#: For its owner's eyes.
_UMASK = 0o077

_UNIT = """\
[Unit]
Description=Broadsheet fetches news

[Service]
Type=notify
ExecStart={command}
ExecReload=kill -HUP $MAINPID
{variables}Restart=on-failure
RestartSec={again}
# A mistake in config.toml does not go away by itself.
RestartPreventExitStatus=2
# A large store may have to be brought up to date first.
TimeoutStartSec=15min
TimeoutStopSec=10

# Others come first.
Nice={nice}
IOSchedulingPriority=7

# What a user's service can be kept from. Hooks live within the same walls: one that needs a program
# with rights of its own (some that send mail) needs these lines taken out.
UMask=0077
NoNewPrivileges=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native

[Install]
WantedBy=default.target
"""


def carried(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that the service needs to find what the user's shell finds."""
    return {name: environ[name] for name in _CARRIED if environ.get(name)}


def systemd_unit(command: Sequence[str], variables: Mapping[str, str]) -> str:
    """A unit for systemd's manager of one user."""
    lines = [f"Environment={_quoted(f'{name}={value}')}\n" for name, value in variables.items()]
    text = _UNIT.format(
        # A dollar sign means something in a command only, a percent sign everywhere.
        command=" ".join(_quoted(word).replace("$", "$$") for word in command),
        variables="".join(lines),
        again=_BEFORE_AGAIN,
        nice=_NICENESS,
    )
    return f"# {_MARK}{_sum(text)}\n{text}"


def launchd_plist(command: Sequence[str], variables: Mapping[str, str], errors: Path) -> str:
    """A property list for launchd; what goes wrong before there is a log goes to *errors*."""
    job = {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "EnvironmentVariables": dict(variables),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": _BEFORE_AGAIN,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": _NICENESS,
        "Umask": _UMASK,
        "StandardErrorPath": str(errors),
    }
    text = plistlib.dumps(job).decode()
    return text.replace("<plist", f"<!-- {_MARK}{_sum(text)} -->\n<plist", 1)


def is_untouched(text: str) -> bool:
    """Whether a file is as some Broadsheet has written it."""
    found = _MARKED.search(text)
    return found is not None and found[1] == _sum(text[: found.start()] + text[found.end() :])


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _quoted(word: str) -> str:
    """A word as systemd reads it back, whatever is in it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    escaped = re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\x{ord(found[0]):02x}", escaped)
    return f'"{escaped}"' if re.search(r"[^\w/.:=+@%-]", word) or not word else escaped
