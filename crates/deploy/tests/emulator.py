"""Runs moto, which stands in for AWS, on a free port, for as long as somebody holds the other end of stdin."""

import functools
import gc
import sys

from moto import backends
from moto.core import responses
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import ThreadedMotoServer

# What moto finds out anew for each request, and is the same each time: which services there are (it looks into
# its folder), which of them a name of a host belongs to, and what each can be asked. That is nearly half of what
# a request takes.
SERVICES = frozenset(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: SERVICES
DomainDispatcherApplication.get_backend_for_host = functools.cache(DomainDispatcherApplication.get_backend_for_host)
responses.method_names_from_class = functools.cache(responses.method_names_from_class)

# There is much that stays, and little that has to be found again.
gc.freeze()
gc.set_threshold(50_000, 20, 100)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
print(port, flush=True)
sys.stdin.read()
