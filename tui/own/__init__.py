"""What a user keeps beside the stores: what was seen of each (in the state folder), and saved views (with settings).

No store knows of it, and nothing that prints needs it.
"""
