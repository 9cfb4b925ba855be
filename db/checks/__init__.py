"""What `db.check` looks for, one kind of fault in each file."""
