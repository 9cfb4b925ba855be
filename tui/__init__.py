"""What people see and press: the board, its panes, and the command line.

There is no SQL here: everything that is known comes from `db`, as frozen dataclasses.
"""

import sys

if "--kiosk" in sys.argv:  # where nothing is written, nor is what Python keeps of a module: from the first one on
    sys.dont_write_bytecode = True
