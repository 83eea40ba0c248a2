"""A server of moto's with a bucket, which judges signatures: prints its port, and a key pair that may use the bucket.
Then it answers each line it gets with the objects and the uploads in parts whose names begin so, as boto3 finds them: a
name, a size and a SHA-256 each. Ends with its standard input.
"""

import hashlib
import os
import sys

# What is asked before signatures are judged: the requests that make the user and the bucket.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
os.environ["AWS_ACCESS_KEY_ID"] = "nobody"
os.environ["AWS_SECRET_ACCESS_KEY"] = "nothing"

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

POLICY = (
    '{"Version":"2012-10-17","Statement":'
    '[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
)


def client(service, port, **more):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:%d" % port,
        **more,
    )


def found(s3, prefix):
    parts = []
    for page in s3.get_paginator("list_objects_v2").paginate(
        Bucket="files", Prefix=prefix
    ):
        for one in page.get("Contents", []):
            body = s3.get_object(Bucket="files", Key=one["Key"])["Body"].read()
            parts.append(
                "%s %d %s"
                % (one["Key"], len(body), hashlib.sha256(body).hexdigest())
            )
    uploads = s3.list_multipart_uploads(Bucket="files", Prefix=prefix)
    parts.extend("%s upload -" % one["Key"] for one in uploads.get("Uploads", []))
    return "|".join(parts)


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    iam = client("iam", port)
    iam.create_user(UserName="gateway")
    iam.put_user_policy(UserName="gateway", PolicyName="s3", PolicyDocument=POLICY)
    key = iam.create_access_key(UserName="gateway")["AccessKey"]
    client("s3", port).create_bucket(Bucket="files")
    s3 = client(
        "s3",
        port,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    print(port, key["AccessKeyId"], key["SecretAccessKey"], flush=True)
    for line in sys.stdin:
        print(found(s3, line.strip()), flush=True)
    server.stop()


main()
