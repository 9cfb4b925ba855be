-- What a file had beside these columns: a JSON object. (No json_valid in the check: SQLite calls JSON in a schema unsafe.)
ALTER TABLE records ADD COLUMN extra TEXT CHECK (extra GLOB '{*}');
