# %% [markdown]
# # Audit of a trained network
#
# A Dense Associative Memory is trained in double precision. In which formats does it still recall what it should, and
# which remedy is safe? Cells are marked by `# %%`: Jupyter, VS Code and Spyder open this file as a notebook.

# %%
import numpy as np

import ulpfield

rng = np.random.default_rng(1)
patterns = rng.choice([-1, 1], size=(8, 64))

# %% [markdown]
# ## A network to audit
#
# Here are the memories of a small one: each pattern blurred by gradient descent on the energy's softmax form. With PyTorch
# it would be `weights = model.memories.detach()`; a tensor on the CPU is taken as it is.

# %%
weights = rng.normal(0, 0.1, size=(8, 64))
for step in range(300):
    start = np.where(rng.random(patterns.shape) < 0.1, -patterns, patterns)
    overlap = start @ weights.T / 64
    share = np.exp(8 * overlap) / np.exp(8 * overlap).sum(axis=1, keepdims=True)
    wrong = patterns - share @ weights
    weights = np.clip(weights + 0.3 * share.T @ wrong, -1, 1)

# %% [markdown]
# ## The audit
#
# States are the patterns, a tenth of the bits flipped. Every decision of every format is held against exact arithmetic.

# %%
states = np.where(rng.random(patterns.shape) < 0.1, -patterns, patterns)
audit = ulpfield.compare(
    memories=weights, states=states, n=[3, 10, 30], formats=["fp16", "bf16", "fp32", "fp64"], scaling=["raw", "1/N"]
)
audit

# %%
for sentence in audit.verdict:
    print(sentence)

# %%
pictures = audit.figures()
pictures[0]

# %% [markdown]
# ## One decision, step by step

# %%
worst = max(audit, key=lambda row: row["wrong"])
print(worst["format"], worst["scaling"], "at n =", worst["n"], "decides", worst["wrong"], "of", worst["decisions"], "wrongly")
one = ulpfield.decide(weights, states[0], 0, worst["n"], worst["format"], scaling=worst["scaling"])
print("computed", one.value, "exact about", float(one.exact), one.events)

# %% [markdown]
# ## Where it ends, in the worst format and exactly

# %%
ending = ulpfield.relax(weights, states[0], worst["n"], worst["format"], scaling=worst["scaling"])
exact = ulpfield.relax(weights, states[0], worst["n"])
print(worst["format"], ending.end, "after", ending.sweeps, "sweeps; exactly:", exact.end, "after", exact.sweeps)
print("neurons that differ:", int((ending.state != exact.state).sum()))

# %% [markdown]
# ## Stored in a narrower format
#
# The weights themselves rounded to bfloat16: how far does that alone move them?

# %%
rounded = ulpfield.round(weights, "bf16")
print("largest change of a weight:", float(np.abs(rounded - weights).max()))
ulpfield.compare(memories=rounded, states=states, n=10, formats="fp64", scaling="raw")
