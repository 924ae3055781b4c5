"""Does the course still say what its code computes? Each number in a text, and its proof."""
