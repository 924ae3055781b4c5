"""Ports of this machine that nobody listens to."""

import socket


def free_ports(count: int) -> list[int]:
    """Return so many ports that are free at present, all different."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
