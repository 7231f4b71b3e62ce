"""Sheets: files from outside read into rows of text within bounds, tables written and handed out."""
