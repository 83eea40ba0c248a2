"""A server of moto's that judges signatures: prints its port, and a key pair whose owner may assume
one role. Ends with its standard input.
"""

import os
import sys

# What is asked before signatures are judged: the requests that make the user.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "3"
os.environ["AWS_ACCESS_KEY_ID"] = "nobody"
os.environ["AWS_SECRET_ACCESS_KEY"] = "nothing"

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

POLICY = (
    '{"Version":"2012-10-17","Statement":'
    '[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}'
)


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    iam = boto3.client(
        "iam", region_name="us-east-1", endpoint_url="http://127.0.0.1:%d" % port
    )
    iam.create_user(UserName="gateway")
    iam.put_user_policy(UserName="gateway", PolicyName="sts", PolicyDocument=POLICY)
    key = iam.create_access_key(UserName="gateway")["AccessKey"]
    print(port, key["AccessKeyId"], key["SecretAccessKey"], flush=True)
    sys.stdin.read()
    server.stop()


main()
