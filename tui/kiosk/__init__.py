"""The kiosk: a board for people who are let in to look, and can do nothing else on the machine that it runs on."""
