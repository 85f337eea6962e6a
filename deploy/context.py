#!/usr/bin/env python3
"""Checks the program with exactly the files that the image's build is given.

`Dockerfile.dockerignore` lets some files in and keeps all others out. A file that the build needs and
that is kept out shows only in an image; here it shows without a container engine: the files that are let
in are copied to an empty folder, and `cargo check` has to pass there. Its arguments go to `cargo check`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORE = ROOT / "deploy" / "Dockerfile.dockerignore"


def let_in():
    """The paths that are let in. The file keeps everything out first, and then names exceptions."""
    lines = [line.strip() for line in IGNORE.read_text().splitlines()]
    rules = [line for line in lines if line and not line.startswith("#")]
    if rules[0] != "*" or not all(rule.startswith("!") for rule in rules[1:]):
        sys.exit(f"{IGNORE}: '*' first, then only exceptions: others are not understood here")
    return [rule[1:] for rule in rules[1:]]


def copy(folder):
    paths = let_in()
    for path in paths:
        if not (ROOT / path).exists():
            sys.exit(f"{IGNORE} lets in {path}, which is not there")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    files = [file for file in listed.stdout.split("\0") if file]
    inside = [file for file in files if any(file == path or file.startswith(f"{path}/") for path in paths)]
    for file in inside:
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, target)
    return len(inside)


def main():
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    with tempfile.TemporaryDirectory(prefix="kally-context-") as name:
        folder = Path(name)
        print(f"{copy(folder)} files are let in", flush=True)
        environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
        command = ["cargo", "check", "--locked", "--package", "kally-bridge", *sys.argv[1:]]
        sys.exit(subprocess.run(command, cwd=folder, env=environment).returncode)


main()
