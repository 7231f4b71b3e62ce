"""What an operator does with an installation as a whole: back it up, restore it, look it over before it serves."""
