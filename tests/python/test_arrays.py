"""Arrays in place of files: the same bytes, whatever the type and the layout; no crash for what is no array."""

import threading

import numpy as np
import pytest

import ulpfield

rng = np.random.default_rng(19)
signs = rng.choice([-1, 1], size=(6, 20))
probes = rng.choice([-1, 1], size=(4, 20))
small = {"n": [2, 5], "formats": "fp16", "scaling": "raw,1/N"}


def compared(memories, states=None, **more):
    return ulpfield.compare(memories=memories, states=probes if states is None else states, **small, **more).to_csv()


def layouts(a):
    yield a
    yield np.asfortranarray(a)
    yield np.repeat(a, 3, axis=1)[:, ::3]
    yield a[::-1][::-1]
    yield a.astype(a.dtype.newbyteorder())
    read_only = a.copy()
    read_only.flags.writeable = False
    yield read_only
    yield a[None]


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "f2", "f4", "f8", "O"])
def test_types_and_layouts(dtype):
    expected = compared(signs)
    for a in layouts(signs.astype(dtype)):
        assert compared(a) == expected
        assert compared(signs, states=probes.astype(a.dtype)) == expected
    assert compared(signs > 0) == expected and compared(signs.tolist()) == expected
    assert compared(memoryview(signs.astype("i1").copy())) == expected


def test_the_bytes_of_files(program, tmp_path):
    real = rng.uniform(-1, 1, size=(5, 20)).astype(np.float32)
    for name, memories in (("bipolar", signs.astype("i1")), ("real", real)):
        zeta, sigma = tmp_path / f"{name}.npy", tmp_path / "sigma.npy"
        np.save(zeta, memories)
        np.save(sigma, probes.astype("i1"))
        expected = program("compare", "--memories", str(zeta), "--states", f"memory,{sigma}", "--n", "2,5", "--formats", "fp16",
                           "--scaling", "raw,1/N", "--trials", "4", "--print", "csv")  # fmt: skip
        states = ["memory", {str(sigma): probes}]
        result = ulpfield.compare(memories=memories, states=["memory", str(sigma)], trials=4, **small)
        assert result.to_csv().encode() == expected
        named = ulpfield.compare(memories=memories, states={str(sigma): probes}, trials=4, **small)
        assert named.to_csv().splitlines() == [line for line in expected.decode().splitlines() if ",memory," not in line]
        del states


def test_resuming_knows_the_array(tmp_path):
    folder = tmp_path / "sweep"
    first = ulpfield.compare(memories=signs, output=folder, **small)
    assert ulpfield.compare(memories=signs.astype(float), output=folder, **small).to_csv() == first.to_csv()
    assert (folder / "compare.csv").read_text() == first.to_csv()
    with pytest.raises(ValueError, match="--memories"):
        ulpfield.compare(memories=-signs, output=folder, **small)


def test_one_pattern_and_other_studies(program, tmp_path):
    assert ulpfield.compare(memories=signs[0], one_pattern=True, **small)["K"][0] == 1
    start = rng.uniform(-1, 1, size=(3, 10))
    np.save(tmp_path / "start.npy", start)
    call = {"N": 10, "K": 3, "patterns": 3, "epochs": 5, "formats": "fp32"}
    from_file = ulpfield.train(initial=str(tmp_path / "start.npy"), **call)
    assert ulpfield.train(initial=start, **call).to_csv() == from_file.to_csv()


def test_torch():
    torch = pytest.importorskip("torch")
    expected = compared(signs)
    t = torch.from_numpy(signs)
    for tensor in (t.float(), t.to(torch.float16), t.to(torch.bfloat16), t.to(torch.int8), t.T.contiguous().T, t > 0,
                   t.double().requires_grad_(), torch.nn.Parameter(t.float())):  # fmt: skip
        assert compared(tensor) == expected
    with pytest.raises(ValueError):
        compared(t.to(torch.complex64))
    with pytest.raises(ValueError):
        compared(t.float().to_sparse())
    with pytest.raises(ValueError, match="meta"):
        compared(t.to("meta"))


def test_dlpack():
    class Capsule:
        def __init__(self, a):
            self.a = a

        def __dlpack__(self, **words):
            return self.a.__dlpack__(**words)

        def __dlpack_device__(self):
            return self.a.__dlpack_device__()

    assert compared(Capsule(signs.astype(np.float32))) == compared(signs)

    class Broken:
        def __dlpack__(self, **words):
            raise BufferError("on another device")

        def __dlpack_device__(self):
            return (2, 0)

    with pytest.raises(ValueError):
        compared(Broken())


@pytest.mark.parametrize(
    "memories",
    [np.zeros((0, 20)), np.zeros((6, 0)), np.full((6, 20), np.nan), np.full((6, 20), np.inf), np.zeros((2, 3, 4, 5, 6, 7)), np.array(1.0),
     np.array([["a"]]), np.array([[1j]]), np.array([[None]]), [[1, -1], [1]], np.ma.masked_array(signs, signs > 0),
     np.ones((6, 20), np.longdouble), np.zeros((6, 20), "M8[s]"), np.zeros((6, 20), [("a", "f8")]), object(), {"a,b": signs}, {3: signs},
     np.broadcast_to(np.int8(1), (6, 2_000_000)), np.broadcast_to(np.int8(1), (2_000_000_000, 20))],
    ids=lambda a: type(a).__name__,
)  # fmt: skip
def test_no_patterns(memories):
    with pytest.raises(ValueError):
        ulpfield.compare(memories=memories, **small)


def test_an_array_where_none_is_taken():
    for call in ({"seed": signs}, {"order": signs}, {"relax": signs}, {"output": signs}, {"n": signs}):
        with pytest.raises(ValueError):
            ulpfield.compare(N=10, K=2, formats="fp16", trials=1, **call)
    with pytest.raises(ValueError):
        ulpfield.train(N=10, K=3, patterns=3, epochs=1, save=signs)
    # One dimension is a list of values.
    assert ulpfield.compare(N=10, K=2, formats="fp16", trials=1, n=np.array([2, 3], np.uint8))["n"][0] == 2


def test_threads_at_once():
    expected = {k: compared(signs[:k]) for k in range(1, 7)}
    got = {}

    def work(k):
        got[k] = compared(signs[:k])

    threads = [threading.Thread(target=work, args=(k,)) for k in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_an_array_changed_meanwhile():
    """It is read once: every result is that of some mixture of both values, which are patterns, and nothing breaks."""
    shared = np.ones((50, 200), dtype=np.int8)
    stop = threading.Event()

    def flip():
        while not stop.is_set():
            np.negative(shared, out=shared)

    thread = threading.Thread(target=flip)
    thread.start()
    try:
        for _ in range(20):
            ulpfield.compare(memories=shared, n=2, formats="fp32", scaling="raw", states="memory", trials=1, relax=False)
            shared_field = ulpfield.exact_field(shared, np.ones(200), 2, neuron=0)
            assert shared_field.denominator == 1
    finally:
        stop.set()
        thread.join()
