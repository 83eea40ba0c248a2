"""What scim2-tester makes of a SCIM interface: one line of JSON for each of its checks.

Arguments: the address of the interface, and its token.
"""

import json
import sys

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server

url, token = sys.argv[1:]
with Client(base_url=url, headers={"Authorization": "Bearer " + token}, timeout=20) as http:
    for result in check_server(SyncSCIMClient(http)):
        print(
            json.dumps(
                {
                    "status": result.status.name,
                    "check": result.title,
                    "of": result.resource_type,
                    "why": str(result.reason),
                }
            )
        )
