"""What maintainers and `make` run. Nothing in here is part of a lesson or of the library."""
