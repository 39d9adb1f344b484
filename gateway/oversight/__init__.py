"""People over the machine: who edits the district's data, and under whose eyes."""
