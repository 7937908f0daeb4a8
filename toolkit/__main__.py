"""`python -m toolkit` 与命令 `ogi` 相同。 The same as the command `ogi`."""

from toolkit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
