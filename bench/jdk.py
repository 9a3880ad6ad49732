"""What the JDK compiles when a contestant starts."""

import os
import subprocess
import zipfile
from pathlib import Path

from processes import Failure


def compile_source(java_home, source, class_path, folder):
    """The classes of one file, into that folder."""
    command = [f"{java_home}/bin/javac", "-proc:none", "-cp", os.pathsep.join(map(str, class_path)), "-d", folder, source]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{Path(source).name} does not compile: {done.stderr.strip()}")


def write_jar(jar, manifest, folder, texts):
    """The manifest first, as OSGi wants it; then the classes of a folder, and texts by their name in the jar."""
    with zipfile.ZipFile(jar, "w") as entries:
        entries.writestr("META-INF/MANIFEST.MF", manifest)
        for path in sorted(Path(folder).rglob("*.class")):
            entries.write(path, path.relative_to(folder).as_posix())
        for name, text in texts.items():
            entries.writestr(name, text)
