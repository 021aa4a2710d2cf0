"""One program against another at what people run: CPU seconds of one thread, median, the two run in turn; their CSV must
be the same, byte for byte.   python3 against.py OLD NEW [PATTERN...]   (rows whose name has one of the patterns)
ULPFIELD_MNIST: the folder with t10k-images-idx3-ubyte.gz; REPEATS (default 5)."""
import fnmatch
import os
import random
import resource
import statistics
import struct
import subprocess
import sys
import tempfile


def real_memories(path, count=256, neurons=784):
    random.seed(1)
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }" % (count, neurons)
    header += " " * ((63 - (10 + len(header)) % 64) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        for _ in range(count * neurons):
            file.write(struct.pack("<f", max(-1, min(1, random.gauss(0, 0.4)))))


def rows(folder):
    digits = os.environ.get("ULPFIELD_MNIST", ".") + "/t10k-images-idx3-ubyte.gz"
    mnist = f"compare --memories {digits} --limit 1000 --n 30 --states corrupted:0.1 --trials %d --formats %s --scaling %s"
    real = f"compare --memories {folder}/real.npy --n 10 --trials 1 --relax no --states random --scaling raw --formats "
    if os.path.exists(digits):
        for name in "fp32 fp64 fp16 tf32 bf16 fp8e4m3 fp8e5m2 e5m7 x87 fp128 mpfr:256".split():
            yield f"digits {name} raw", mnist % (100, name, "raw")
        for name, trials in ("fp64", 10), ("bf16", 10), ("mpfr:256", 2):
            yield f"digits {name} log", mnist % (trials, name, "log")
    for name in "fp64 fp32 bf16".split():
        yield (f"random states {name}",
               f"compare --N 784 --K 1000 --n 20 --states random --trials 20 --scaling raw --formats {name}")
    yield "README", "compare --N 784 --K 1000 --n 2,3,5,10 --formats bf16,fp16,fp32,fp64 --trials 2"
    for name in "fp32 fp64 bf16 fp16 tf32 fp8e4m3 mpfr:256".split():
        yield f"real memories {name}", real + name


def run(program, command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([program, *command.split(), "--threads", "1", "--print", "csv", "--progress", "never"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, done.stdout


old, new, patterns = sys.argv[1], sys.argv[2], sys.argv[3:]
different = False
print("| work | before, s | now, s | ratio | bytes |\n|---|---|---|---|---|")
with tempfile.TemporaryDirectory() as scratch:
    real_memories(scratch + "/real.npy")
    for work, command in rows(scratch):
        if patterns and not any(fnmatch.fnmatch(work, f"*{pattern}*") for pattern in patterns):
            continue
        times, same = ([], []), True
        for _ in range(int(os.environ.get("REPEATS", "5"))):
            (a, first), (b, second) = run(old, command), run(new, command)
            times[0].append(a)
            times[1].append(b)
            same = same and first == second
        before, now = (statistics.median(t) for t in times)
        different = different or not same
        print(f"| {work} | {before:.3f} | {now:.3f} | {before / max(now, 1e-3):.1f} | {'same' if same else 'DIFFERENT'} |",
              flush=True)
sys.exit(different)
