"""The panes: each draws its part of the board and says what was done in it; none knows another."""
