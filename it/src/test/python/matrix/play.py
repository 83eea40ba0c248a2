"""Plays every scene with clients of Python, one client after the other, since most of a process's time goes into its
start: `python play.py GATEWAYS PLAY ...`. GATEWAYS is a list of {provider, url, key} in JSON; each PLAY is the module
with the scenes of a client, and behind a colon the cloud whose client is tried, by which calls take other paths. Prints
what the application sees, a line of JSON each, with the place of its PLAY among them."""

import importlib
import json
import sys

import scenes


def main(gateways, *plays):
    for number, named in enumerate(plays):
        module, _, cloud = named.partition(":")
        client = importlib.import_module(module)
        scenes.play(
            json.loads(gateways),
            lambda url, key: client.Scenes(url, key, cloud),
            client.failure,
            lambda line: print(json.dumps({"play": number, **line})),
        )


main(*sys.argv[1:])
