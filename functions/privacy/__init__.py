"""Privacy: who asks to be forgotten is. Nobody asks it anything, so its face is empty."""
