"""What every other room stands on. Standard library only; knows no framework and no database."""
