"""Drawing: from what is known to lines of text, as pure functions of data and width.

The panes and the printed board both use them; nothing in here imports Textual.
"""
