"""The wheel and what is installed: whole, and loadable from elsewhere."""

import os
import subprocess
import sys
import zipfile

import pytest

import ulpfield

build = os.environ["ULPFIELD_BUILD"]
backend = os.path.join(os.environ["ULPFIELD_SOURCE"], "src", "python", "wheel_backend.py")
pytestmark = pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="nothing is packed of a build with sanitizers")


def run_elsewhere(folder):
    program = "import ulpfield; print(ulpfield.__file__, ulpfield.__version__, len(ulpfield.formats(formats='bf16')))"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    file, version, rows = done.stdout.split()
    assert file.startswith(str(folder)) and version == ulpfield.__version__ and rows == "1"


def test_wheel(tmp_path):
    name = subprocess.run([sys.executable, backend, build, tmp_path], capture_output=True, text=True, check=True).stdout.strip()
    with zipfile.ZipFile(tmp_path / name) as wheel:
        names = wheel.namelist()
        record = wheel.read(f"ulpfield-{ulpfield.__version__}.dist-info/RECORD").decode()
        wheel.extractall(tmp_path / "unpacked")
    assert name.startswith(f"ulpfield-{ulpfield.__version__}-cp3") and sorted(line.split(",")[0] for line in record.splitlines()) == sorted(names)
    for needed in ("__init__.py", "__init__.pyi", "py.typed"):
        assert f"ulpfield/{needed}" in names
    run_elsewhere(tmp_path / "unpacked")


def test_installed(tmp_path):
    subprocess.run(["cmake", "--install", build, "--component", "python", "--prefix", tmp_path], check=True, stdout=subprocess.DEVNULL)
    run_elsewhere(tmp_path / "lib" / f"python3.{sys.version_info[1]}" / "site-packages")
