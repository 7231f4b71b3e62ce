"""What is done with a roster, one function per verb."""
