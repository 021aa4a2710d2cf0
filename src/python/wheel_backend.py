"""Makes a wheel of the Python module by CMake and the standard library: a backend of PEP 517, without network.

    python3 -m pip wheel --no-deps -w dist src/python                                    configures and builds in .build/wheel
    python3 -m pip wheel --no-deps -w dist --config-settings build-dir=DIR src/python    takes a build folder that is there
    python3 src/python/wheel_backend.py DIR OUTPUT                                       the same, without pip
"""

import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile

source = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _version():
    with open(os.path.join(source, "CMakeLists.txt"), encoding="utf-8") as file:
        return re.search(r"^project\(ulpfield VERSION ([0-9.]+)", file.read(), re.MULTILINE).group(1)


def _tag():
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    return f"{python}-{python}-{re.sub('[-.]', '_', sysconfig.get_platform())}"


def _metadata():
    with open(os.path.join(source, "src", "python", "README.md"), encoding="utf-8") as file:
        readme = file.read()
    return (
        f"Metadata-Version: 2.1\nName: ulpfield\nVersion: {_version()}\n"
        "Summary: What number formats do to Dense Associative Memories\nLicense: MIT\n"
        "Requires-Python: >=3.9\nRequires-Dist: numpy\nDescription-Content-Type: text/markdown\n\n" + readme
    )


def _built(build):
    """The build folder, configured and built where none is named."""
    if build:
        return os.path.abspath(build)
    build = os.path.join(source, ".build", "wheel")
    generator = ["-G", "Ninja"] if not os.path.exists(os.path.join(build, "CMakeCache.txt")) else []
    subprocess.run(
        ["cmake", "-S", source, "-B", build, *generator, "-DCMAKE_BUILD_TYPE=Release", "-DULPFIELD_TESTS=OFF", "-DULPFIELD_PYTHON=ON",
         f"-DPython_EXECUTABLE={sys.executable}"],
        check=True,
    )
    subprocess.run(["cmake", "--build", build, "--target", "ulpfield_python"], check=True)
    return build


def make_wheel(build, output):
    """Packs the module of a build folder; returns the wheel's name."""
    os.makedirs(output, exist_ok=True)
    information = f"ulpfield-{_version()}.dist-info"
    name = f"ulpfield-{_version()}-{_tag()}.whl"
    with tempfile.TemporaryDirectory() as staged:
        subprocess.run(["cmake", "--install", build, "--component", "python", "--prefix", staged, "--strip"], check=True, stdout=subprocess.DEVNULL)
        files = {}
        for folder, _, names in os.walk(staged):
            if os.path.basename(folder) == "ulpfield" and "__init__.py" in names:
                for each in sorted(names):
                    with open(os.path.join(folder, each), "rb") as file:
                        files[f"ulpfield/{each}"] = file.read()
        suffix = sysconfig.get_config_var("EXT_SUFFIX")
        if f"ulpfield/_ulpfield{suffix}" not in files:
            raise SystemExit(f"{build} holds no module for this Python ({suffix}); -DPython_EXECUTABLE={sys.executable} makes it")
    files[f"{information}/METADATA"] = _metadata().encode()
    files[f"{information}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: ulpfield\nRoot-Is-Purelib: false\nTag: {_tag()}\n".encode()
    with open(os.path.join(source, "LICENSE"), "rb") as file:
        files[f"{information}/LICENSE"] = file.read()
    record = ""
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    files[f"{information}/RECORD"] = (record + f"{information}/RECORD,,\n").encode()
    with zipfile.ZipFile(os.path.join(output, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)  # of 1980: the same bytes for the same module
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
    return name


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    information = f"ulpfield-{_version()}.dist-info"
    os.makedirs(os.path.join(metadata_directory, information), exist_ok=True)
    for name, content in (("METADATA", _metadata()), ("WHEEL", f"Wheel-Version: 1.0\nGenerator: ulpfield\nRoot-Is-Purelib: false\nTag: {_tag()}\n")):
        with open(os.path.join(metadata_directory, information, name), "w", encoding="utf-8") as file:
            file.write(content)
    return information


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return make_wheel(_built((config_settings or {}).get("build-dir")), wheel_directory)


if __name__ == "__main__":
    print(make_wheel(sys.argv[1], sys.argv[2]))
