"""A JupyterHub for one class on one machine; docs/hub.md says how to set it up.

Every student is a user of the machine, with a home that nobody else reads. All share one
environment, which belongs to root: the Python that runs this. Whoever is idle is stopped, and
nothing is lost.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub gives it

STUDENT = Path(sys.prefix).parent / "tools" / "hub" / "student.py"
MINUTES = 60

# Who may come in: the users of the machine that are in this group, by their own passwords.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"dlfs-students"}
c.PAMAuthenticator.admin_groups = {"dlfs-teachers"}

# The browser talks to whatever holds the certificate of this machine, and that talks to the hub.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
PROXY = Path(sys.prefix) / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(PROXY)]

# What runs for a student, and as the student: copies the lessons, then the server.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [sys.executable, str(STUDENT)]
c.Spawner.notebook_dir = "~/dlfs"
c.Spawner.default_url = "/lab/tree/00_start_here.ipynb"
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "DLFS_LESSONS"]
c.Spawner.environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# Memory that one process of a student may take: student.py sets it as a limit of the system.
c.Spawner.mem_limit = "1G"

# Culling: a kernel nobody uses for half an hour, and a server nobody uses for an hour.
c.Spawner.args = [
    f"--MappingKernelManager.cull_idle_timeout={30 * MINUTES}",
    f"--MappingKernelManager.cull_interval={5 * MINUTES}",
    f"--ServerApp.shutdown_no_activity_timeout={60 * MINUTES}",
]
c.JupyterHub.active_server_limit = 60
