"""Fields of Eq. 4 by NumPy and PyTorch, as public codes write them: one network a line,
program;similarity order;interaction;n;K;N;memories;state;fields
with doubles in C's hexadecimal notation between blanks. A line that begins with # says what could not be run."""
import ctypes
import re
import sys

try:
    import numpy as np
except ImportError:
    print("# NumPy is missing (Debian: python3-numpy)")
    sys.exit()
try:
    import torch
    torch.set_num_threads(1)
except ImportError:
    torch = None
    print("# PyTorch is missing (Debian: python3-torch)")


def blas():
    """The order of NumPy's matrix products: the kernel of OpenBLAS, or the reference BLAS' sequential sum."""
    np.dot(np.ones((2, 2)), np.ones((2, 2)))
    with open("/proc/self/maps") as maps:
        text = maps.read()
    found = re.search(r"(/\S*openblas\S*)", text)
    if not found:
        return None if re.search(r"/\S*(mkl|blis|atlas)\S*\.so", text) else "sequential"
    library = ctypes.CDLL(found.group(1))
    for name in ("openblas_get_corename", "openblas_get_corename64_", "scipy_openblas_get_corename64_"):
        if hasattr(library, name):
            get = getattr(library, name)
            get.restype = ctypes.c_char_p
            core = get().decode().lower()
            if core in ("haswell", "zen", "skylakex", "cooperlake", "sandybridge", "nehalem"):
                return "openblas-" + core
    return None


def hexadecimal(values):
    return " ".join(float(v).hex() for v in np.asarray(values, dtype=np.float64).ravel())


def tell(program, similarity, interaction, n, zeta, state, fields):
    K, N = zeta.shape
    print(program, similarity, interaction, n, K, N, hexadecimal(zeta), hexadecimal(state), hexadecimal(fields), sep=";")


def clamped(state, value, kind):
    """A column for each neuron: the state with this neuron at +1 or -1."""
    columns = np.repeat(np.asarray(state, dtype=kind)[:, None], len(state), axis=1)
    np.fill_diagonal(columns, value)
    return columns


def networks(seed, real, sizes=((1, 5), (3, 8), (20, 12), (9, 30), (40, 24), (200, 10))):
    """Random memories and states; of small N many fields are near ties, and some memories come with their opposite."""
    random = np.random.RandomState(seed)
    for K, N in sizes:
        zeta = random.uniform(-1, 1, (K, N)) if real else random.choice([-1.0, 1.0], (K, N))
        if K > 8:
            zeta[1] = -zeta[0]
            zeta[2] = zeta[3]
        yield zeta, random.choice([-1.0, 1.0], N)


def krotov():
    order = blas()
    if order is None:
        print("# krotov-numpy: the order of this BLAS is not known")
        return
    for real, powers in ((False, (2, 3, 5)), (True, (2,))):
        for n in powers:
            for zeta, state in networks(10 * n, real):
                up = np.maximum(np.dot(zeta, clamped(state, 1, np.float64)), 0)
                down = np.maximum(np.dot(zeta, clamped(state, -1, np.float64)), 0)
                tell("krotov-numpy", order, "rectified", n, zeta, state, np.sum(up ** n - down ** n, axis=0))


def half():
    for real, powers in ((False, (2, 3)), (True, (2, 3, 4))):
        for n in powers:
            for zeta, state in networks(10 * n + 1, real):
                kept = zeta.astype(np.float16)
                up = kept @ clamped(state, 1, np.float16)
                down = kept @ clamped(state, -1, np.float16)
                fields = np.sum(up ** n - down ** n, axis=0)
                tell("numpy-float16", "fp32:sequential", "polynomial", n, kept, state, fields)


# PyTorch's sum(0) is the cascade for whole groups of 16 (double) to 64 columns and takes four chains in the others; its
# bf16 products go to oneDNN where K N^2 is above 4096.
whole_groups = ((3, 64), (20, 64), (9, 128), (40, 64), (200, 64))


def modified():
    # Debian's PyTorch takes the BLAS that NumPy takes.
    order = blas()
    if order is None:
        print("# mcalister-torch-cpu: the order of this BLAS is not known")
        return
    for real, powers in ((False, (2, 3, 5)), (True, (2,))):
        for n in powers:
            for zeta, state in networks(10 * n + 2, real, whole_groups):
                memories = torch.tensor(zeta)
                up = memories @ torch.tensor(clamped(state, 1, np.float64))
                down = memories @ torch.tensor(clamped(state, -1, np.float64))
                tell("mcalister-torch-cpu", order, "polynomial", n, zeta, state, (up ** n - down ** n).sum(0).numpy())


def brain():
    if "avx512_bf16" not in open("/proc/cpuinfo").read():
        print("# torch-bf16-cpu: this processor has no AVX512_BF16")
        return
    for real in (False, True):
        for zeta, state in networks(3, real, whole_groups):
            memories = torch.tensor(zeta).to(torch.bfloat16)
            up = memories @ torch.tensor(clamped(state, 1, np.float64)).to(torch.bfloat16)
            down = memories @ torch.tensor(clamped(state, -1, np.float64)).to(torch.bfloat16)
            fields = (up ** 2 - down ** 2).sum(0)
            tell("torch-bf16-cpu", "dpbf16", "polynomial", 2, memories.double().numpy(), state, fields.double().numpy())


def integers():
    for n in (2, 3, 30):
        for zeta, state in networks(10 * n + 4, False):
            kept = zeta.astype(np.int64)
            up = kept @ clamped(state, 1, np.int64)
            down = kept @ clamped(state, -1, np.int64)
            fields = np.sum(up ** n - down ** n, axis=0)
            # Two words of 32 bits: a double holds no int64.
            print("int64-numpy", "sequential", "polynomial", n, *kept.shape, hexadecimal(kept), hexadecimal(state),
                  " ".join(str(int(v)) for v in fields), sep=";")


krotov()
half()
integers()
if torch is not None:
    modified()
    brain()
