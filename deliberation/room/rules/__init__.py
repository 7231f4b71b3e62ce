"""Pure decisions of the hall: who must be there, who speaks next, what a vote decided, what comes next."""
