"""What the tests share: the program beside the module, and digits to read."""

import os
import struct
import subprocess

import pytest

program_file = os.environ["ULPFIELD_PROGRAM"]


@pytest.fixture
def program():
    """Runs the program with words; its standard output as bytes."""

    def run(*words, status=0):
        done = subprocess.run([program_file, *words], capture_output=True, check=False)
        assert done.returncode == status, done.stderr.decode()
        return done.stdout

    return run


@pytest.fixture(scope="session")
def digits(tmp_path_factory):
    """A folder with the four files of MNIST, each class a few pixels of its own."""
    folder = tmp_path_factory.mktemp("digits")
    for part, count in (("train", 60), ("t10k", 20)):
        images, labels = bytearray(), bytearray()
        for k in range(count):
            label = k % 10
            image = bytearray(28 * 28)
            for i in range(70):
                image[(label * 78 + i + k // 10) % 784] = 255
            images += image
            labels.append(label)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">4i", 0x803, count, 28, 28) + images)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">2i", 0x801, count) + labels)
    return str(folder)
