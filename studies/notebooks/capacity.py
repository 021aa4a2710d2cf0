# %% [markdown]
# # Capacity for your own N and n
#
# How many memories can a network of N neurons keep, how often does one bit fail, and which formats compute it safely?

# %%
from fractions import Fraction

import ulpfield

N, n = 100, 3  # yours

# %% [markdown]
# ## How many memories

# %%
most = ulpfield.k_max(N, n, delta=Fraction(1, 100))
print(f"K_max = {most.value}: all {N} bits of a memory right with probability 99 %")

# %% [markdown]
# The formula of the literature beside it: leading order in N.

# %%
print("leading order:", float(ulpfield.k_max(N, n, delta=Fraction(1, 100), method="leading-order")))

# %% [markdown]
# ## How often one bit fails, and how good the approximations are

# %%
table = ulpfield.capacity(
    N=N, n=n, K=[most.value // 2, most.value, 2 * most.value], quantity="p-error",
    method=["exact", "gaussian", "saddlepoint", "leading-order"], digits=12,
)  # fmt: skip
table

# %%
exact = ulpfield.p_error(N, most.value, n, digits=30)
print(exact.value, "between", *exact.bounds)

# %% [markdown]
# ## Tried: the networks themselves

# %%
recalled = ulpfield.recall(model=f"dam:{n}", N=N, K=[most.value, 4 * most.value], trials=20, states="memory")
recalled

# %% [markdown]
# ## Which formats decide all of it

# %%
advice = ulpfield.advise(N, most.value, n)
for sentence in advice.verdict:
    print(sentence)
