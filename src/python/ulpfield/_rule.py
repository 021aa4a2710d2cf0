"""The update rule: one decision, the exact field, a relaxation."""

from collections import namedtuple

from . import _ulpfield
from ._arrays import taken
from ._checks import text, whole
from ._numbers import Format


def _words(format, interaction, n, scaling, power, accumulate):
    return (
        Format(format).name,
        text("interaction", interaction),
        whole("n", n, 1, 1000000),
        text("scaling", scaling),
        text("power", power),
        None if accumulate is None else Format(accumulate).name,
    )


Events = namedtuple("Events", "overflow nan underflow zero")
Events.__doc__ = """What happened while a format computed a decision.

`overflow`   an intermediate became infinite (NaN where the format has no infinity)
`nan`        an intermediate became NaN
`underflow`  a non-zero value became subnormal or zero
`zero`       the computed value is 0
"""

Decision = namedtuple("Decision", "sign exact_sign value nearest exact events bits_lost")
Decision.__doc__ = """One decision of a format beside the exact one.

`sign`        the neuron's new value, -1 or +1, as the format decides it (sign(0) = +1, NaN decides -1)
`exact_sign`  of the exact value of Eq. 4, proved: -1, 0 or +1
`value`       what the format computed: a Fraction; a float where it is 0, an infinity or NaN
`nearest`     the number of the format (of `accumulate`) nearest to the exact value of what it computes
`exact`       the value of Eq. 4 as a Fraction; None for F without rational values (exponential, cosh)
`events`      `Events`
`bits_lost`   log2(1 + steps of the format between `value` and `nearest`), at most its precision
"""
Decision.wrong = property(lambda self: self.sign != (1 if self.exact_sign >= 0 else -1), doc="the format decides another way")


def decide(memories, state, neuron, n, format, interaction="polynomial", scaling="raw", power="binary", accumulate=None):
    """Decides one neuron in a number format and exactly: sign of Eq. 4, or of Eq. 13 under a scaling.

    `memories`  K x N array, entries -1 and +1 or real; `state`: N entries, each -1 or +1; `neuron` from 0
    `n`         order of F; `format`: a name or `Format`; `exact`: the scaled rule in exact arithmetic
    `interaction`, `scaling`, `power`, `accumulate`: as the options of `compare`

    Returns a `Decision`. The time is that of all N decisions of the state. Arrays are read once, at the start.

    >>> import ulpfield
    >>> zeta = [[+1, +1, -1, +1, -1], [-1, -1, -1, +1, -1]]
    >>> d = ulpfield.decide(zeta, [-1, +1, -1, +1, -1], 0, 30, "fp16")
    >>> d.sign, d.exact_sign, d.wrong
    (-1, 1, True)
    >>> d.value, d.exact, d.events.overflow
    (nan, Fraction(931322162833214326328, 1), True)
    """
    words = _words(format, interaction, n, scaling, power, accumulate)
    sign, exact_sign, value, nearest, exact, bits_lost, overflow, nan, underflow, zero = _ulpfield.decide(
        *taken("memories", memories), *taken("state", state), whole("neuron", neuron, 0, 2**62), words
    )
    return Decision(sign, exact_sign, value, nearest, exact, Events(overflow, nan, underflow, zero), bits_lost)


def exact_field(memories, state, n, neuron=None, interaction="polynomial", scaling="raw"):
    """The exact u_i = sum_mu F(alpha (zeta_i + R_mu)) - F(alpha (-zeta_i + R_mu)) as Fractions.

    alpha is the factor of the `scaling` (raw: 1). A list of all N, or the one of `neuron` (from 0). `memories`, `state` and
    `n` as in `decide`; `interaction` has rational values (polynomial, rectified, leaky:EPS, leaky+:EPS), else ValueError.

    >>> import ulpfield
    >>> ulpfield.exact_field([[+1, +1, +1], [+1, -1, -1]], [-1, +1, -1], 2)
    [Fraction(0, 1), Fraction(-8, 1), Fraction(8, 1)]
    """
    fields = _ulpfield.exact_field(
        *taken("memories", memories),
        *taken("state", state),
        None if neuron is None else whole("neuron", neuron, 0, 2**62),
        text("interaction", interaction),
        whole("n", n, 1, 1000000),
        text("scaling", scaling),
    )
    return fields if neuron is None else fields[0]


Relaxation = namedtuple("Relaxation", "state end sweeps cycle_length trajectory changes")
Relaxation.__doc__ = """A relaxation.

`state`         where it ended: int8, N entries; of a cycle the member at which it was noticed
`end`           "fixed point", "cycle" or "limit" (max_sweeps are used up)
`sweeps`        done, the last one that changed nothing included
`cycle_length`  in sweeps; 0 where there is no cycle
`trajectory`    int8 array: the start, then the state after every sweep
`changes`       [(sweep from 1, neuron from 0)]: every change, in order
"""


def relax(memories, state, n, format="exact", interaction="polynomial", scaling="raw", power="binary", accumulate=None,
          order="sequential", seed=1, max_sweeps=1000):
    """Updates neurons until nothing changes, in a format or exactly.

    `order`       sequential (neuron 0 to N-1), random (a permutation for every sweep, of `seed`) or synchronous (all at once)
    `max_sweeps`  ends it after so many
    `memories`, `state`, `n`, `format`, `interaction`, `scaling`, `power`, `accumulate` as in `decide`. Returns a
    `Relaxation` with the trajectory.

    >>> import ulpfield
    >>> r = ulpfield.relax([[1, 1, 1, 1, 1, 1], [1, 1, 1, -1, -1, -1]], [1, 1, -1, -1, -1, -1], 3)
    >>> r.state.tolist(), r.end, r.sweeps, r.changes
    ([1, 1, 1, -1, -1, -1], 'fixed point', 2, [(1, 2)])
    """
    words = _words(format, interaction, n, scaling, power, accumulate)
    states, changes, end, sweeps, cycle_length = _ulpfield.relax(
        *taken("memories", memories),
        *taken("state", state),
        words,
        text("order", order),
        whole("seed", seed, 0, 2**64 - 1),
        whole("max_sweeps", max_sweeps, 0, 2**62),
    )
    return Relaxation(states[-1], end, sweeps, cycle_length, states, changes)
