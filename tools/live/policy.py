"""What a page of the live edition may load: its own files, and nothing of any other host.

WebAssembly has to be compiled, JupyterLab makes functions of texts (of its settings' schemas), and
pictures come as `data:` and `blob:`. A worker has the policy of the host that sends its file, so
what Python itself asks for is held where the host says the same: the servers of the stick do, and
hosts that read a file `_headers`.
"""

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


SAID = "; ".join(f"{kind} {sources}" for kind, sources in POLICY.items())
FOR_HOSTS = f"/*\n  Content-Security-Policy: {SAID}\n"


def with_policy(page: str) -> str:
    """Return the page, as HTML, with the policy first in its head.

    Raises ValueError where it has no head.
    """
    if page.count("<head>") != 1:
        raise ValueError("a page has no head any more")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{SAID}">'
    return page.replace("<head>", f"<head>\n{meta}")
