"""`python -m infra.operate` is `storewright`."""

import sys

from infra.operate.app import main

if __name__ == "__main__":
    sys.exit(main())
