"""The ways out: each format is a page that makes drafts of a store into text, piece by piece, and knows no SQL."""
