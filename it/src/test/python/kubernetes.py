"""Says what is wrong with the objects of Kubernetes on stdin by the schemas of a version, a line each. Unknown members
are wrong, too. Objects of other API groups than Kubernetes' own are left out."""

import sys

import kubernetes_validate
import yaml

OTHERS = {"monitoring.coreos.com/v1"}

for thing in yaml.safe_load_all(sys.stdin):
    if thing is None or thing["apiVersion"] in OTHERS:
        continue
    try:
        kubernetes_validate.validate(thing, sys.argv[1], strict=True)
    except kubernetes_validate.ValidationError as wrong:
        path = ".".join(str(step) for step in wrong.path)
        print(f"{thing['kind']} {thing['metadata']['name']}: {path}: {wrong.message}")
    except kubernetes_validate.SchemaNotFoundError as wrong:
        print(f"{thing['kind']} {thing['metadata']['name']}: {wrong.message}")
