"""The example in the documentation of every study; the tests run them."""

examples = {
    "boundary": """
>>> import ulpfield
>>> result = ulpfield.boundary(N=100, formats="fp16,fp32", scaling="raw", quantity="finite-term")
>>> result["format"], result["n_predicted"]
(['fp16', 'fp32'], [2, 19])
""",
    "capacity": """
>>> import ulpfield
>>> ulpfield.capacity(N=20, n=6, K=5, quantity="p-error", method="exact", digits=30)["value"]
[Decimal('0.00000382309624414401849303168928621')]
""",
    "classify": """
>>> import ulpfield
>>> ulpfield.classify(mnist="no/such/folder")  # MNIST's four files are needed
Traceback (most recent call last):
...
ValueError: --mnist: no/such/folder: no such directory; accepted: ...
""",
    "compare": """
>>> import ulpfield
>>> zeta = [[+1, +1, -1, +1, -1], [-1, -1, -1, +1, -1]]
>>> sigma = [[-1, +1, -1, +1, -1]]
>>> result = ulpfield.compare(memories=zeta, states=sigma, n=[3, 30], formats="fp16,fp32", scaling="raw")
>>> result["format"], result["n"], result["wrong"]
(['fp16', 'fp16', 'fp32', 'fp32'], [3, 30, 3, 30], [0, 1, 0, 0])
""",
    "converge": """
>>> import ulpfield
>>> result = ulpfield.converge(networks="iid", states="corrupted:0.1", N=50, K=5, n=3, patterns=20)
>>> sorted(set(result["states"]))
['iid:corrupted:0.1']
""",
    "dynamics": """
>>> import ulpfield
>>> result = ulpfield.dynamics(model="modern", formats="fp16,fp64", N=8, K=2, updates=3)
>>> sorted(set(result["format"]))
['fp16', 'fp64']
""",
    "formats": """
>>> import ulpfield
>>> row = ulpfield.formats(formats="bf16").rows[0]
>>> row["precision"], row["emin"], row["emax"]
(8, -126, 127)
""",
    "recall": """
>>> import ulpfield
>>> result = ulpfield.recall(model="hopfield,dam:3", N=50, K=5, trials=10)
>>> result["model"]
['hopfield', 'dam:3']
""",
    "train": """
>>> import ulpfield
>>> result = ulpfield.train(N=10, K=3, patterns=3, epochs=10, formats="fp32", formulation="modified")
>>> result["epoch"]
[0, 10]
""",
    "tune": """
>>> import ulpfield
>>> result = ulpfield.tune(N=10, K=3, patterns=3, epochs=5, repeats=1, n=2, inverse_temperature=[0.1, 1], learning_rate=0.1)
>>> len(result)
4
""",
    "verify": """
>>> import ulpfield
>>> result = ulpfield.verify(claim="homogeneity", n=2, formats="exact")
>>> result.violated
False
""",
    "xor": """
>>> import ulpfield
>>> ulpfield.xor(n=[3, 4], formats="exact", interaction="polynomial")["correct"]
[4, 2]
""",
}
