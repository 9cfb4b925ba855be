"""What is known: the store of a negotiation, its rules and its questions.

Nothing in here imports Textual or `tui`. Everything that leaves is a frozen dataclass.
"""
