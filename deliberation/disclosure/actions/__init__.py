"""What is done with documents and with requests to inspect."""
