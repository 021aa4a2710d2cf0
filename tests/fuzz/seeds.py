"""Writes the seed corpus of every fuzz target into FOLDER/TARGET. The first byte of an input says how it is read (see fuzzed_file.hpp); targets
with a magic number put that before the rest.

usage: seeds.py FOLDER
"""
import json
import os
import struct
import sys
import zipfile
import zlib

root = sys.argv[1]
signs = bytes([1, 255, 1, 1, 255, 255])


def seed(target, number, data, first=0):
    os.makedirs(f"{root}/{target}", exist_ok=True)
    with open(f"{root}/{target}/{number}", "wb") as file:
        file.write(bytes([first]) + data)


def npy(descr, shape, data, fortran=False):
    text = str({"descr": descr, "fortran_order": fortran, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text + data


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def element(kind, data):
    return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)


arrays = [npy("|i1", (2, 3), signs), npy("<f8", (2, 3), struct.pack("<6d", 1, -1, .5, 0, 2, -3)),
          npy(">f2", (1, 2, 3), bytes.fromhex("3c00bc003c003c00bc00bc00"), True), npy("|b1", (6,), bytes(6)),
          npy("<u4", (3, 1, 1, 2), bytes(24)), npy("|O", (1, 1), b"")]
for k, array in enumerate(arrays):
    seed("npy", k, array[6:])
for k, text in enumerate([b"1,-1,1\n-1,1,1\n", b"1.000e+00 -1.000e+00\n-1 1\n", b"# a\n1;0\n0;1\n\n", b",0,1\n0,1,-1\n1,-1,1\n",
                          b"a,b\n1,-1\n", b"\"\",\"x\"\n\"1\",1\n", b"0\t1\t2\n1\t-1\t1\n", b"\xef\xbb\xbf1,1\r\n1,-1\r\n"]):
    seed("text", k, text, k % 5)
for k, (code, dims, data) in enumerate([(8, (2, 1, 3), signs), (0x0D, (2, 1), bytes.fromhex("3f800000bf800000")), (8, (3,), signs[:3]),
                                        (0x0C, (1, 1, 1), bytes(4)), (0x0E, (1, 1), bytes(8))]):
    seed("idx", k, bytes([code, len(dims)]) + struct.pack(f">{len(dims)}I", *dims) + data)
for k, method in enumerate([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]):
    name = f"{root}/archive"
    os.makedirs(root, exist_ok=True)
    with zipfile.ZipFile(name, "w", method) as archive:
        archive.writestr("xi.npy", arrays[0])
        if k == 1:
            archive.writestr("b.npy", arrays[1])
    with open(name, "rb") as file:
        seed("npz", k, file.read()[4:])
    os.remove(name)
for k, tensors in enumerate([{"w": {"dtype": "I8", "shape": [2, 3], "data_offsets": [0, 6]}},
                             {"__metadata__": {"a": "b"}, "w": {"dtype": "BF16", "shape": [1, 3], "data_offsets": [0, 6]}},
                             {"a": {"dtype": "BOOL", "shape": [6], "data_offsets": [0, 6]}, "b": {"dtype": "F8", "shape": [], "data_offsets": [0, 1]}}]):
    text = json.dumps(tensors).encode()
    seed("safetensors", k, struct.pack("<Q", len(text)) + text + signs)
words = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<HH", 0x0100, 0x4D49)
matrix = (element(6, struct.pack("<II", 6, 0)) + element(5, struct.pack("<ii", 2, 3)) + element(1, b"xi") +
          element(9, struct.pack("<6d", 1, -1, 1, 1, -1, 1)))
seed("mat", 0, words + element(14, matrix))
packed = zlib.compress(element(14, matrix))
seed("mat", 1, words + struct.pack("<II", 15, len(packed)) + packed)
seed("mat", 2, struct.pack("<5i", 0, 2, 2, 0, 3) + b"xi\0" + struct.pack("<4d", 1, -1, -1, 1))
for k, (depth, colour, width, rows) in enumerate([(8, 0, 3, b"\0\x00\x80\xff" * 2), (1, 0, 8, b"\0\xaa" * 2), (8, 2, 1, b"\0\xff\x00\x80"),
                                                  (16, 0, 1, b"\0\x80\x00"), (8, 6, 1, b"\0\x01\x02\x03\xff")]):
    height = 2 if k < 2 else 1
    seed("picture", k, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)) +
         chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
for k, text in enumerate([b"P1\n3 2\n101\n010\n", b"P2 # grey\n2 1 15\n7 8\n", b"P4 9 1\n\xaa\x80", b"P5 2 1 65535\n\x80\x00\x7f\xff"]):
    seed("picture", 10 + k, text)
seed("conversion", 0, bytes([1, 0, 2, 2, 3, 0, 0]) + signs)
seed("conversion", 1, bytes([12, 0, 3, 1, 2, 2, 0]) + bytes(32))
