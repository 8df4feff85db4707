"""`python -m wellio_local`."""

import sys

from wellio_local.cli import main

if __name__ == "__main__":
    sys.exit(main())
