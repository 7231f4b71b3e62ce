"""What happened: one function for every act, and one table of the events that people read later."""
