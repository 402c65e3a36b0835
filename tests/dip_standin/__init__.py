"""A stand-in for DIP, the Bundestag's PDF host and Berlin's open data, for tests and for trying out by hand.

It behaves as the notes on the service say, including what surprises: unknown parameters are ignored, cursors are bound
to no query, the last page is empty. It shares no code with the client.
"""

from __future__ import annotations

from tests.dip_standin.faults import Fault, Faults
from tests.dip_standin.server import StandIn
from tests.dip_standin.world import World

__all__ = ["Fault", "Faults", "StandIn", "World"]
