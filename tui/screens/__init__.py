"""The screens: the board, and the boxes that open over it."""
