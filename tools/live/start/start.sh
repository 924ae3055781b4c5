#!/bin/sh
# Opens the course in the browser of this computer, from the folder of this file: no installation, no
# rights and no network are needed. Close the window, or press Ctrl-C, to end it.
cd "$(dirname "$0")" || exit 1
if command -v perl >/dev/null 2>&1; then
  exec perl start/serve.pl
fi
echo "There is no perl here, so the folder cannot be served. With Python it can:"
echo "  python3 -m http.server --bind 127.0.0.1 8765"
exit 1
