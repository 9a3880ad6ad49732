"""Started by the gateway for each worker of a Python service: python3 host.py /path/of/service.py"""

import sys

from bighammer.host import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
