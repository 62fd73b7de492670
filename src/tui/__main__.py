"""``python -m tui`` is the ``broadsheet`` command."""

from tui.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
