"""What every page shares: extensions, who is asking, guards, refusals as pages, filters."""
