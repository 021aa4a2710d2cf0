"""Files of a Python session, each saved with its library's defaults and given to `ulpfield compare` as it is.

usage: python_session.py PROGRAM      (exit 77: NumPy is missing)

What means the same network must give the same bytes of CSV; what may mean two must be refused in words that name the
remedies, and with a remedy give those bytes, too.
"""
import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

try:
    import numpy as np
except ImportError:
    print("skipped: NumPy is not installed (Debian: python3-numpy)")
    sys.exit(77)

program = os.path.abspath(sys.argv[1])
folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
failures = 0
checks = 0


def compare(name, *options):
    """CSV, standard error and exit status of `compare` with these memories."""
    command = [program, "compare", "--memories", name, "--n", "2,3", "--formats", "fp16,bf16", "--states", "memory",
               "--trials", "5", "--print", "csv", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return result.stdout, result.stderr, result.returncode


def check(condition, what):
    global failures, checks
    checks += 1
    if not condition:
        failures += 1
        print("FAILED:", what)


def same(name, *options, says=()):
    out, err, status = compare(name, *options)
    check(status == 0 and out == expected, f"{name} {options}: exit {status}, {err.strip() or 'another table'}")
    for words in says:
        check(words in err, f"{name} {options}: '{words}' not in: {err.strip()}")


def taken(name, *options, says=()):
    out, err, status = compare(name, *options)
    check(status == 0, f"{name} {options}: exit {status}, {err.strip()}")
    for words in says:
        check(words in err, f"{name} {options}: '{words}' not in: {err.strip()}")


def refused(name, *options, says=()):
    out, err, status = compare(name, *options)
    check(status == 2 and out == "", f"{name} {options}: exit {status}")
    check(err.count("\n") == 1, f"{name} {options}: not one line: {err}")
    for words in says:
        check(words in err, f"{name} {options}: '{words}' not in: {err.strip()}")


rng = np.random.default_rng(1)
xi = rng.choice([-1, 1], size=(5, 12))
x = xi * rng.uniform(0.1, 2.0, size=xi.shape)
np.save("reference.npy", xi.astype("int8"))
expected = compare("reference.npy")[0]
check(expected.count("\n") > 5, "the reference runs")

# np.random.choice, np.sign, casts: int64, float64 and every other type
row = "K = 5 patterns (rows) of N = 12 neurons, bipolar; --transpose if columns are patterns"
np.save("choice.npy", xi)
same("choice.npy", says=["choice.npy: " + row])
np.save("sign.npy", np.sign(x))
same("sign.npy", says=[row])
for kind in ["i1", "i2", "i4", "i8", "f2", "f4", "f8", ">i2", ">i4", ">i8", ">f2", ">f4", ">f8"]:
    np.save("typed.npy", xi.astype(kind))
    same("typed.npy")
    np.save("fortran.npy", np.asfortranarray(xi.astype(kind)))
    same("fortran.npy")

# x > 0: bool means it; 0 and 1 as numbers may mean either
np.save("bool.npy", x > 0)
same("bool.npy", says=["true is +1, false is -1"])
for kind in ["u1", "i1", "i8", "f4", "f8"]:
    np.save("binary.npy", (x > 0).astype(kind))
    refused("binary.npy", says=["only 0 and 1", "`--values 01`", "`--values real`"])
    same("binary.npy", "--values", "01", says=["0 is -1"])
    taken("binary.npy", "--values", "real", says=["real, values from 0 to 1"])
np.save("bytes.npy", ((x > 0) * 255).astype("u1"))
refused("bytes.npy", says=["only 0 and 255", "`--values 01`"])
same("bytes.npy", "--values", "01")
np.save("unsigned.npy", xi.astype("u1"))
refused("unsigned.npy", says=["only 1 and 255, which -1 becomes", "int8"])
np.save("wide.npy", xi.astype("u4"))
refused("wide.npy", says=["which -1 becomes"])
np.save("grey.npy", (128 + 100 * np.clip(x, -1, 1)).astype("u1"))
refused("grey.npy", says=["threshold:128"])
same("grey.npy", "--values", "threshold:128")

# real numbers: as they are, or by a rule
np.save("real.npy", x)
taken("real.npy", says=["real, values from", "outside [-1, 1]"])
same("real.npy", "--values", "sign")
same("real.npy", "--values", "threshold:0")

# neurons x patterns, one image, leading axes
np.save("columns.npy", xi.T)
taken("columns.npy", says=["K = 12 patterns (rows) of N = 5 neurons", "--transpose if columns are patterns"])
same("columns.npy", "--transpose", "yes", says=["K = 5 patterns (columns) of N = 12 neurons"])
same("columns.npy", "--transpose")
np.save("images.npy", xi.reshape(5, 3, 4))
same("images.npy")
np.save("batch.npy", xi.reshape(5, 1, 3, 4))
same("batch.npy")
np.save("leading.npy", xi.reshape(1, 5, 12))
same("leading.npy")
np.save("one.npy", xi[0])
refused("one.npy", says=["(12,)", "`--one-pattern yes`"])
taken("one.npy", "--one-pattern", "yes", says=["K = 1 patterns (the whole) of N = 12 neurons"])
np.savetxt("image.csv", np.sign(rng.standard_normal((20, 20))), delimiter=",")
taken("image.csv", says=["K = 20 patterns (rows) of N = 20", "--one-pattern if the file is one pattern"])
taken("image.csv", "--one-pattern", says=["K = 1 patterns (the whole) of N = 400 neurons"])

# what is not an array of numbers is called by its name
np.save("complex.npy", xi + 0j)
refused("complex.npy", says=["complex", ".real"])
np.save("long.npy", xi.astype("longdouble"))
refused("long.npy", says=["longdouble", "float64"])
np.save("object.npy", np.array([list(r) for r in xi], dtype=object), allow_pickle=True)
refused("object.npy", says=["Python objects", "never executed"])
np.save("records.npy", np.zeros(3, dtype=[("a", "f8"), ("b", "f8")]))
refused("records.npy", says=["structured"])
hole = x.copy()
hole[1, 2] = np.nan
np.save("nan.npy", hole)
refused("nan.npy", says=["nan at row 2, column 3"])

# np.savetxt: blanks and 1.000000000000000000e+00; delimiters; comments; gzip
np.savetxt("plain.txt", xi)
same("plain.txt", says=[row])
np.savetxt("commas.csv", xi, delimiter=",")
same("commas.csv")
np.savetxt("semicolons.csv", xi, delimiter=";", fmt="%d")
same("semicolons.csv")
np.savetxt("tabs.tsv", xi, delimiter="\t", fmt="%+d")
same("tabs.tsv")
np.savetxt("header.txt", xi, header="five patterns, written on Monday", footer="end")
same("header.txt")
np.savetxt("packed.txt.gz", xi)
same("packed.txt.gz")
np.savetxt("binary.txt", x > 0)
refused("binary.txt", says=["only 0 and 1"])
same("binary.txt", "--values", "01")

# as pandas writes it: to_csv(), index=False, header=False, names
lines = [",".join(str(v) for v in r) for r in xi]
numbers = ",".join(str(i) for i in range(12))
names = ",".join(f"x{i}" for i in range(12))
texts = {
    "to_csv.csv": ["," + numbers] + [f"{k},{line}" for k, line in enumerate(lines)],
    "index_false.csv": [numbers] + lines,
    "header_false.csv": [f"{k},{line}" for k, line in enumerate(lines)],
    "names.csv": [names] + lines,
    "names_and_index.csv": ["," + names] + [f"{k},{line}" for k, line in enumerate(lines)],
    "row_names.csv": ['"",' + names] + [f'"row {k}",{line}' for k, line in enumerate(lines)],
    "empty_end.csv": lines + ["", ""],
}
for name, content in texts.items():
    with open(name, "w") as file:
        file.write("\n".join(content) + "\n")
    same(name, says=["index column is left out"] if name in ("to_csv.csv", "header_false.csv", "row_names.csv") else [])
with open("damaged.csv", "w") as file:
    file.write("\n".join(lines).replace("-1", "-l", 1))
refused("damaged.csv", says=["'-l' is not a number", "line 1"])
with open("gap.csv", "w") as file:
    file.write(lines[0] + "\n\n" + lines[1])
refused("gap.csv", says=["line 2", "the line is empty"])
with open("decimal_commas.csv", "w") as file:
    file.write("0,5;1,0\n")
refused("decimal_commas.csv", says=["both commas and semicolons"])

# np.savez
np.savez("one.npz", xi)
same("one.npz")
same("one.npz:arr_0", says=["one.npz:arr_0: K = 5"])
np.savez_compressed("several.npz", xi=xi, labels=np.arange(5), bits=x > 0)
refused("several.npz", says=["3 arrays", "xi", "labels", "bits", "several.npz:NAME"])
same("several.npz:xi")
same("several.npz:xi.npy")
same("several.npz:bits")
refused("several.npz:zeta", says=["no array 'zeta'", "xi"])
refused("several.npz:labels", says=["(5,)"])
with open("cut.npz", "wb") as file:
    file.write(open("one.npz", "rb").read()[:-30])
refused("cut.npz", says=["zip archive"])

# safetensors: written here from its documentation, so that the library need not be there
def save_safetensors(name, tensors, kinds):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, array in tensors.items():
        raw = array.tobytes()
        header[key] = {"dtype": kinds[key], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


for kind, dtype in [("F64", "<f8"), ("F32", "<f4"), ("F16", "<f2"), ("I64", "<i8"), ("I32", "<i4"), ("I16", "<i2"), ("I8", "i1")]:
    save_safetensors("net.safetensors", {"weight": xi.astype(dtype)}, {"weight": kind})
    same("net.safetensors")
save_safetensors("net.safetensors", {"weight": (xi.astype("<f4").view("<u4") >> 16).astype("<u2")}, {"weight": "BF16"})
same("net.safetensors")
save_safetensors("net.safetensors", {"bias": x[0], "weight": x > 0}, {"bias": "F64", "weight": "BOOL"})
refused("net.safetensors", says=["2 arrays", "bias (12,) F64", "weight (5, 12) BOOL"])
same("net.safetensors:weight")
save_safetensors("odd.safetensors", {"weight": xi.astype("i1")}, {"weight": "F8_E4M3"})
refused("odd.safetensors", says=["F8_E4M3", "BF16"])

# scipy.io.savemat, where SciPy is installed
try:
    from scipy.io import savemat
    savemat("one.mat", {"xi": xi})
    same("one.mat")
    savemat("packed.mat", {"xi": xi.astype("f8")}, do_compression=True)
    same("packed.mat:xi")
    savemat("bool.mat", {"xi": x > 0})
    same("bool.mat", says=["true is +1"])
    savemat("four.mat", {"xi": xi.astype("f8")}, format="4")
    same("four.mat")
    savemat("several.mat", {"xi": xi, "zeta": x, "name": "mine"})
    refused("several.mat", says=["2 arrays", "xi (5, 12) int64", "several.mat:NAME"])
    same("several.mat:xi")
    refused("several.mat:name", says=["char"])
    savemat("struct.mat", {"net": {"xi": xi}})
    refused("struct.mat", says=["struct"])
    savemat("columns.mat", {"xi": xi.T})
    same("columns.mat", "--transpose", "yes")
    savemat("complex.mat", {"xi": xi + 1j})
    refused("complex.mat", says=["complex"])
except ImportError:
    print("without SciPy: savemat is not tried (Debian: python3-scipy)")

# pictures, as Pillow would write them
def save_png(name, pixels, depth=8, colour=0):
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    size = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], depth, colour, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


os.mkdir("digits")
grey = ((xi.reshape(5, 3, 4) + 1) * 100 + 20).astype("u1")
for k, image in enumerate(grey):
    save_png(f"digits/{k}.png", image)
same("digits", says=["5 pictures in byte order of their names: 0.png, 1.png, ...", "128 and more are +1"])
same(",".join(f"digits/{k}.png" for k in range(5)), says=["as listed"])
taken("digits/0.png", says=["K = 1 patterns (rows) of N = 12 neurons, bipolar"])
for k, image in enumerate(xi.reshape(5, 3, 4)):
    save_png(f"digits/{k}.png", (image > 0).astype("u1"))
same("digits", says=["half of the file's own scale"])
for k, image in enumerate(grey):
    os.remove(f"digits/{k}.png")
    with open(f"digits/{k}.pgm", "wb") as file:
        file.write(b"P5\n4 3\n255\n" + image.tobytes())
same("digits")
with open("digits/5.pgm", "wb") as file:
    file.write(b"P5 2 2 255\n" + bytes(4))
refused("digits", says=["5.pgm", "2 x 2", "3 x 4"])

# IDX of any type, dotted names, gzip
def idx(code, array):
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


for code, dtype in [(0x09, "i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8")]:
    with open("train-images.idx3-ubyte", "wb") as file:
        file.write(idx(code, xi.reshape(5, 3, 4).astype(dtype)))
    same("train-images.idx3-ubyte")
    with gzip.open("rows.gz", "wb") as file:
        file.write(idx(code, xi.astype(dtype)))
    same("rows.gz")
with open("images.idx3-ubyte", "wb") as file:
    file.write(idx(0x08, (xi.reshape(5, 3, 4) > 0).astype("u1")))
same("images.idx3-ubyte", says=["half of the file's own scale"])

# pickles are never executed
import pickle
with open("net.pkl", "wb") as file:
    pickle.dump(xi, file)
refused("net.pkl", says=["pickle", "numpy.save('patterns.npy'"])

print(f"{checks - failures} of {checks} checks hold")
sys.exit(1 if failures else 0)
