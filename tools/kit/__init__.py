"""What a student's copy needs away from this repository: the library, a way to install it."""
