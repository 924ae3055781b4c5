"""A folder that installs the course without a network, for one kind of computer."""
