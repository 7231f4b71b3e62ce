"""What is done to what is put to the owners: one module per chapter, one function per verb."""
