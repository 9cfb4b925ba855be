"""What people see and press: the board, its panes, and the command line.

There is no SQL here: everything that is known comes from `db`, as frozen dataclasses.
"""
