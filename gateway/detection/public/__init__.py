"""The names of people and characters everyone knows, and how that list is made (`build`)."""
