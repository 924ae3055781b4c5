"""A server for a class: JupyterHub's configuration, and what runs for each student."""
