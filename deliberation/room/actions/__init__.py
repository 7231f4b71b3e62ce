"""One module for each kind of act in the hall; `chairing.take_step` is the chair's large button."""
