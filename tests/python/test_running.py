"""Long calls: Ctrl-C, what is kept, progress, other threads."""

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

import ulpfield

long_call = "ulpfield.compare(N=400, K=200, n='2:400', formats='fp16,mpfr:200', trials=200, threads=1, progress='never'{})"


def start(call):
    return subprocess.Popen(
        [sys.executable, "-c", f"import ulpfield\nprint('begun', flush=True)\n{call}\nprint('ended')"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished_cells(folder):
    try:
        with sqlite3.connect(f"file:{folder}/results.db?mode=ro", uri=True) as database:
            return database.execute("SELECT count(*) FROM cell").fetchone()[0]
    except sqlite3.Error:
        return 0


def interrupted(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode != 0 and "ended" not in out
    assert err.rstrip().splitlines()[-1].startswith("KeyboardInterrupt: interrupted after"), err
    return err


def test_ctrl_c_keeps_what_is_finished(tmp_path):
    folder = tmp_path / "sweep"
    process = start(long_call.format(f", output={str(folder)!r}"))
    while finished_cells(folder) < 2:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    assert "they are kept in" in interrupted(process)
    kept = finished_cells(folder)
    assert kept >= 2
    # The same call resumes: nothing is computed twice.
    process = start(long_call.format(f", output={str(folder)!r}"))
    while finished_cells(folder) <= kept:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    interrupted(process)
    assert (folder / "compare.csv").exists()


def test_ctrl_c_without_output():
    process = start(long_call.format(""))
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.3)
    assert "nothing is kept without output=" in interrupted(process)


def test_a_handler_that_raises_something_else():
    process = subprocess.Popen(
        [sys.executable, "-c",
         "import signal, ulpfield\n"
         "def stop(*_): raise RuntimeError('mine')\n"
         "signal.signal(signal.SIGINT, stop)\n"
         "print('begun', flush=True)\n" + long_call.format("")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1].rstrip().endswith("RuntimeError: mine")


def test_other_threads_go_on():
    """The GIL is free: another thread counts while the call runs."""
    count, stop = [0], threading.Event()

    def work():
        while not stop.is_set():
            count[0] += 1
            time.sleep(0)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        before = count[0]
        ulpfield.compare(N=100, K=50, n=[20, 30], formats="mpfr:200", scaling="raw", trials=20, threads=1)
        assert count[0] - before > 10
    finally:
        stop.set()
        thread.join()


def test_progress(capfd, monkeypatch):
    call = {"N": 20, "n": [2, 3], "formats": "fp16", "trials": 3}
    ulpfield.compare(progress="never", **call)
    ulpfield.compare(**call)
    assert capfd.readouterr() == ("", "")
    from ulpfield import _progress

    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    shown = _progress.Progress("always", "compare")
    shown._last -= 100
    shown(1, 4, "1 of 4 cells")
    shown.close()
    assert capfd.readouterr().err == "ulpfield: 1 of 4 cells\n"
    with pytest.raises(ValueError, match="--progress"):
        ulpfield.compare(progress="sometimes", **call)


def test_output_is_the_programs(program, tmp_path):
    words = {"N": 20, "n": [2, 3], "formats": "fp16", "trials": 3}
    result = ulpfield.compare(output=tmp_path / "here", **words)
    program("compare", "--N", "20", "--n", "2,3", "--formats", "fp16", "--trials", "3", "--print", "none", "--output", str(tmp_path / "there"))
    for name in ("compare.csv", "report.html", "provenance.json", "results.db"):
        assert (tmp_path / "here" / name).exists()
    assert (tmp_path / "here" / "compare.csv").read_bytes() == (tmp_path / "there" / "compare.csv").read_bytes()
    assert sorted(os.listdir(tmp_path / "here")) == sorted(os.listdir(tmp_path / "there"))
    program("report", str(tmp_path / "here"))
    with pytest.raises(ValueError, match="--n"):
        ulpfield.compare(output=tmp_path / "here", **{**words, "n": 5})
    again = ulpfield.compare(output=tmp_path / "here", force=True, **{**words, "n": 5})
    assert again["n"][0] == 5 and result["n"][0] == 2


def test_parts(tmp_path):
    words = {"N": 20, "n": [2, 3, 4], "formats": "fp16", "trials": 3}
    whole = ulpfield.compare(**words)
    parts = [ulpfield.compare(shard=f"{k}/2", **words) for k in (1, 2)]
    assert sorted(sum((part.to_csv().splitlines()[1:] for part in parts), [])) == sorted(whole.to_csv().splitlines()[1:])


def test_failed_cells_warn():
    with pytest.warns(ulpfield.StudyWarning):
        result = ulpfield.capacity(N=10**7, n=30, K=10**15, quantity="p-error", method="exact")
    assert result.failures and result.rows[0]["value"] is None


def test_rows_travel():
    rows = ulpfield.formats(formats="fp16").rows
    assert pickle.loads(pickle.dumps(rows)) == rows and pickle.loads(pickle.dumps(rows))[0]["precision"] == 11
