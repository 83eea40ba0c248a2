"""A process that has imported some modules, and runs programs, each in a copy of itself: `python prepared.py MODULE ...`.

Reads a task a line, in JSON: {"folder", "environment", "command", "out", "err"}, of which the last two are files, and
prints the exit code of each. The import of a client takes most of the time of a program that makes a few calls.
"""

import gc
import importlib
import json
import os
import runpy
import sys
import traceback


def redirected(file, to):
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(opened, to)
    os.close(opened)


def run(task):
    redirected(task["out"], 1)
    redirected(task["err"], 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(task["folder"])
    os.environ.update(task["environment"])
    sys.argv = task["command"]
    sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1


def copied(task):
    copy = os.fork()
    if copy == 0:
        code = run(task)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])


def main(*modules):
    for module in modules:
        importlib.import_module(module)
    gc.freeze()
    for line in sys.stdin:
        print(copied(json.loads(line)), flush=True)


main(*sys.argv[1:])
