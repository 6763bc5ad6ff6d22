"""Runs one command and says what it took: `python observed.py RESULT.json COMMAND…`.

A process of its own, because the kernel counts the starter's memory into a child that it forks: this one is small.
"""

import json
import os
import sys
import time


def main() -> int:
    result, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    with open(result, "w", encoding="ascii") as handle:  # noqa: PTH123 - pathlib alone would double this process
        # ru_maxrss: KiB, the largest of the command and of all its waited-for children (getrusage(2)).
        json.dump(
            {
                "seconds": seconds,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak_mb": usage.ru_maxrss / 1024,
            },
            handle,
        )
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
