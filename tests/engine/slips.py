"""What people try who come from NumPy, PyTorch, Keras or TensorFlow: the line, and what it is told.

Each line is run beside the nodes of `setting()`; the text has to hold all the parts.
"""

import copy
import math
import pickle

import numpy as np

import dlfs

RUN = "run it in a session first"
COMPARE = "compare values: run the node"
OWN = "an Operation of your own"


def setting():
    """The names that a slip may use."""
    x, w = dlfs.placeholder("x"), dlfs.Variable([1.0, 2.0], "w")
    A, B = dlfs.Variable(np.eye(2), "A"), dlfs.Variable(np.eye(2), "B")
    J = dlfs.reduce_sum(w * w, name="J")
    optimizer = dlfs.GradientDescentOptimizer(0.1)
    step = optimizer.minimize(J)
    names = dict(x=x, w=w, A=A, B=B, J=J, optimizer=optimizer, step=step)
    modules = dict(np=np, math=math, copy=copy, pickle=pickle, dlfs=dlfs)
    public = {name: getattr(dlfs, name) for name in dlfs.__all__}
    return {
        **public, **modules, **names,
        "__name__": "__main__", "session": dlfs.Session(), "own": Own,
    }  # fmt: skip


class Own(dlfs.Operation):
    def compute(self, x):
        return x


SLIPS = {
    # NumPy's functions
    "np.exp(x)": ("np.exp cannot calculate with x", "write dlfs.exp(x)"),
    "np.sum(x)": ("np.sum cannot", "write dlfs.reduce_sum(x)"),
    "np.mean(x)": ("np.mean cannot", "write dlfs.reduce_mean(x)"),
    "np.add.reduce(x)": ("np.add.reduce cannot", "write dlfs.reduce_sum(x)"),
    "np.dot(A, B)": ("np.dot cannot calculate with A", "write dlfs.matmul(A, B)"),
    "np.maximum(x, 0)": ("np.maximum cannot", "write dlfs.maximum(a, b)"),
    "np.maximum(np.ones(2), x)": ("np.maximum cannot calculate with x", "dlfs.maximum(a, b)"),
    "np.minimum(x, 0)": ("np.minimum cannot calculate with x", "write -dlfs.maximum(-a, -b)"),
    "np.clip(x, 0, 1)": ("np.clip cannot calculate with x", "dlfs.maximum(x, lowest)"),
    "np.abs(x)": ("np.absolute cannot calculate with x", "write dlfs.absolute(x)"),
    "np.square(x)": ("np.square cannot calculate with x", "write dlfs.square(x)"),
    "np.transpose(x)": ("np.transpose cannot calculate with x", "write dlfs.transpose(x)"),
    "np.where(x, x, 0)": ("np.where cannot", "a mask of 0 and 1"),
    "np.sqrt(x)": ("np.sqrt cannot", "write x ** 0.5"),
    "np.linalg.norm(x)": ("np.linalg.norm cannot", "dlfs.reduce_sum(x ** 2) ** 0.5"),
    "np.cos(x)": ("np.cos cannot", OWN),
    "np.argmax(w)": ("np.argmax cannot", RUN),
    "np.reshape(x, (2, 2))": ("np.reshape cannot", "write dlfs.reshape(x, shape)"),
    "np.concatenate([x, w])": ("np.concatenate cannot", "before it becomes a node"),
    "np.ones_like(w)": ("np.ones_like cannot calculate with w", OWN),
    "np.multiply.outer(w, w)": ("np.multiply.outer cannot", OWN),
    "np.array([x])": ("x has no value that could be put into an array", RUN),
    "np.asarray(x)": ("x has no value", RUN),
    "np.float64(J)": ("J has no value", RUN),
    "a = np.ones(2); a += w": ("np.add cannot write into an array in place", "a = a + w"),
    "np.matmul(A, B, out=np.ones((2, 2)))": ("np.matmul cannot write", "in place"),
    "np.ones(2) == w": ("np.equal cannot", COMPARE),
    "np.ones(2) > w": ("cannot", COMPARE),
    "np.random.default_rng(0).normal(w)": ("w has no value", RUN),
    # signs, comparisons, what an array or a number can do
    "x == 1": ("x cannot be compared with a value", COMPARE),
    "x != 1.0": ("x cannot be compared with a value", COMPARE),
    "1 == x": ("x cannot be compared", COMPARE),
    "w == np.ones(2)": ("w cannot be compared", COMPARE),
    "w in [1, w]": ("w cannot be compared", COMPARE),
    "x > 0": ("x cannot be compared", COMPARE),
    "0 < x < 1": ("x cannot be compared", COMPARE),
    "max(x, 0)": ("x cannot be compared", COMPARE),
    "sorted([x, w])": ("cannot be compared", COMPARE),
    "while J > .1: pass": ("J cannot be compared", COMPARE),
    "if x: pass": ("x is neither true nor false", COMPARE),
    "x and w": ("x is neither true nor false", COMPARE),
    "x // 2": ("no operation for the sign //", OWN),
    "2 // x": ("no operation for the sign //", OWN),
    "x % 2": ("no operation for the sign %", OWN),
    "divmod(x, 2)": ("no operation for the sign divmod", OWN),
    "~x": ("no operation for the sign ~", OWN),
    "x & w": ("no operation for the sign &", OWN),
    "+x": ("sign + before", "leave the sign out"),
    "abs(x)": ("dlfs has no abs", "write dlfs.absolute(x)"),
    "x ** x": ("power needs a plain number", "exp(n * log(x))"),
    "power(x, 10**400)": ("the exponent of power is an integer too large", "1.8e308"),
    "J[0]": ("J has no entries yet", RUN),
    "w[:, 0]": ("w has no entries yet", "a mask of 0 and 1"),
    "w[0] = 1": ("w has no entries yet", "assign it to W.value"),
    "del w[0]": ("w has no entries", RUN),
    "len(x)": ("x has no length", RUN),
    "for e in x: pass": ("x cannot be gone through", RUN),
    "a, b = x": ("x cannot be gone through", RUN),
    "1 in x": ("x contains nothing yet", RUN),
    "float(J)": ("J is no number yet", RUN),
    "int(J)": ("J is no number yet", RUN),
    "round(J, 2)": ("J is no number yet", RUN),
    "math.exp(J)": ("J is no number yet", RUN),
    "range(x)": ("x is no number yet", RUN),
    "'%.2f' % J": ("J is no number yet", RUN),
    "f'{J:.3f}'": ("J is no number yet, to be printed as '.3f'", RUN),
    # names that arrays and tensors have
    "x.shape": ("x has no shape: it is a node, and no array", RUN),
    "A.shape": ("A has no shape", "read A.value"),
    "x.T": ("x has no T", "write dlfs.transpose(x)"),
    "x.reshape(-1, 2)": ("x has no reshape", "write dlfs.reshape(x, shape)"),
    "x.flatten()": ("x has no flatten", "write dlfs.reshape(x, -1)"),
    "x.abs()": ("x has no abs", "write dlfs.absolute(x)"),
    "x.squeeze()": ("x has no squeeze", "before it becomes a node"),
    "reshape(x, 2.5)": ("shape has to be a whole number or a tuple", "rows of 8"),
    "reshape(A, 2, 2)": ("the name of a reshape has to be a text", "its name comes last"),
    "session.run(reshape(A, (3, 2)))": ("reshape_1 cannot be computed", "as many entries"),
    "session.run(transpose(A, (0, 0)))": ("transpose_1 cannot be computed", "every axis"),
    "transpose(A, 'ab')": ("axes has to be a whole number or a tuple", "exchanges the last two"),
    "x.sum()": ("x has no sum", "write dlfs.reduce_sum(x)"),
    "x.mean(axis=0)": ("x has no mean", "write dlfs.reduce_mean(x)"),
    "J.item()": ("J has no item", RUN),
    "J.numpy()": ("J has no numpy", RUN),
    "J.eval({x: 1})": ("J has no eval", RUN),
    "J.detach()": ("J has no detach", RUN),
    "J.backward()": ("J has no backward", "dlfs.compute_gradients(J"),
    "w.grad": ("w has no grad", "dlfs.compute_gradients(J"),
    "w.assign(3)": ("w has no assign", "w.value = ..."),
    "w.data -= 1": ("w has no data", "w.value = ..."),
    "x.value": ("x has no value", RUN),
    "w.valeu = 3": ("nobody reads valeu of w", "did you mean value?"),
    "x.vlaue = 3": ("nobody reads vlaue of x", "it has"),
    "w.shape = (1, 2)": ("nobody reads shape of w", "read w.value"),
    "w.trainable = False": ("nobody reads trainable of w", "Variable(..., trainable=False)"),
    "w.requires_grad = False": ("nobody reads requires_grad of w", "trainable=False"),
    "x.input": ("x has no input", "input_nodes and consumers"),
    "step()": ("a training step is not called", "session.run(step"),
    "step.run()": ("has no run", RUN),
    # sessions, optimizers, graphs, the library
    "session(J)": ("a Session is not called", "session.run(J"),
    "session.runn(J)": ("a Session has no runn", "did you mean run?"),
    "session.close()": ("a Session has no close", "nothing has to be closed"),
    "with session: pass": ("a Session is not used in `with`", "needs no closing"),
    "optimizer.step()": ("has no step", "optimizer.minimize(J)"),
    "optimizer.zero_grad()": ("has no zero_grad", "optimizer.minimize(J)"),
    "optimizer.learning_rat = 1": ("nobody reads learning_rat", "did you mean learning_rate?"),
    "optimizer.update([w])": ("update cannot use", "a dict from each Variable to its gradient"),
    "optimizer.update({w: 1.0})": ("update cannot use", "of the same shape"),
    "J.graph.node": ("a Graph has no node", "did you mean nodes?"),
    "Graph.as_default()": ("as_default cannot be called", "Graph().as_default()"),
    "copy.deepcopy(x)": ("cannot be copied or pickled", "call it again in `with Graph():`"),
    "copy.copy(w)": ("cannot be copied or pickled", "assigned to W.value"),
    "pickle.dumps(J)": ("cannot be copied or pickled", "write the function that builds it"),
    "pickle.dumps(J.graph)": ("cannot be copied or pickled", "`with Graph():`"),
    "dlfs.Placeholder('x')": ("dlfs has no Placeholder", "did you mean placeholder?"),
    "dlfs.sigmod(x)": ("dlfs has no sigmod", "did you mean sigmoid?"),
    "dlfs.sum(x)": ("dlfs has no sum", "write dlfs.reduce_sum(x)"),
    "dlfs.nn.relu(x)": ("dlfs has no nn", "dlfs.relu(x @ W + b)"),
    "dlfs.tensor(1.0)": ("dlfs has no tensor", "write dlfs.constant(value)"),
    "dlfs.global_variables_initializer()": ("dlfs has no global_var", "as soon as it is built"),
    "dlfs.AdamOptimizer(.1)": ("dlfs has no AdamOptimizer", "dlfs.train.AdamOptimizer(learning"),
    "dlfs.optim.SGD(.1)": ("dlfs has no optim", "subclass of dlfs.train.Optimizer"),
    "dlfs.train.Momentum(.1)": ("dlfs.train has no Momentum", "MomentumOptimizer(learning_rate, mo"),
    "dlfs.train.MomentumOptimizer(.1)": ("cannot be called like this: missing", "momentum)"),
    "dlfs.train.MomentumOptimizer(.1, beta=.9)": ("cannot be called", "momentum=... instead of beta"),
    "dlfs.train.AdamOptimizer(.1, beta_1=.9)": ("cannot be called", "beta1=... instead of beta_1"),
    "dlfs.train.MomentumOptimizer(.1, .9).momentun = .5": ("nobody reads momentun", "momentum?"),
    "dlfs.train.AdamOptimizer().eps = 1": ("nobody reads eps of a AdamOptimizer", "epsilon"),
    "dlfs.train.MomentumOptimizer(.1, .9).update([w])": ("update cannot use", "a dict from each"),
    "dlfs.train.AdamOptimizer(.1).update({w: 1.0})": ("update cannot use", "of the same shape"),
    "dlfs.DataLoader(x)": ("dlfs has no DataLoader", "dlfs.train.batches(X, c, size, rng)"),
    "dlfs.load('w.npz')": ("dlfs has no load", "dlfs.train.load(path, variables)"),
    "one_hot([1, 0], num_classes=2)": ("one_hot cannot be called", "classes=... instead of num"),
    "one_hot(x, 2)": ("one_hot needs an array of labels, but got the node x", "feed one_hot("),
    "one_hot([0, 2], 2)": ("labels are whole numbers from 0 to 1, and 2 is none", "as there are"),
    "one_hot([0, .5], 2)": ("and [0, 0.5] are no whole numbers", "from 0 on"),
    "one_hot([[0], [0, 1]], 2)": ("[[0], [0, 1]] is no array", "rows of equal length"),
    "one_hot([0], 2.5)": ("classes has to be a whole number from 1 on, but is 2.5", "columns"),
    "dlfs.train.batches(np.ones((3, 2)), np.ones(2), 1, 0)": ("equal length", "row of c for each"),
    "dlfs.train.batches([1, 2], [1, 2], 0, 0)": ("size has to be a whole number from 1", "10"),
    "dlfs.train.batches([1, 2], [1, 2], 1, 0)": ("rng is 0, and no generator", "default_rng(0)"),
    "dlfs.train.save('w.npz', [x])": ("<placeholder x> is no Variable", "save(path, [W, b])"),
    "dlfs.train.GradientDescent(.1)": ("has no GradientDescent", "GradientDescentOptimizer?"),
    "compute_gradients(J)[x]": ("the table has no gradient for <placeholder x>", "by the node"),
    "compute_gradients(J, None, [w])['w']": ("has no gradient for 'w'", "and not by its name"),
    # arguments
    "reduce_sum(x, dim=1)": ("reduce_sum cannot be called like this", "axis=... instead of dim"),
    "reduce_mean(x, keep_dims=True)": ("reduce_mean cannot be called", "write keepdims=..."),
    "reduce_sum(x, axs=1)": ("reduce_sum cannot be called", "axis=... instead of axs"),
    "softmax(x, axis=1)": ("softmax cannot be called", "it goes along the last axis"),
    "softmax_cross_entropy(labels=x, logits=x)": ("cannot be called", "targets=... instead of lab"),
    "GradientDescentOptimizer(lr=.1)": ("cannot be called", "learning_rate=... instead of lr"),
    "GradientDescentOptimizer(.1, .9)": ("cannot be called", "Optimizer(learning_rate)"),
    "optimizer.minimize(J, [w])": ("minimize cannot be called", "every trainable Variable"),
    "placeholder('X', 'Y')": ("placeholder cannot be called", "placeholder(name=None)"),
    "placeholder(shape=(2, 2))": ("placeholder cannot be called", "no dtype and no shape"),
    "placeholder(np.float32)": ("the name of a placeholder has to be a text", "no dtype"),
    "Variable()": ("Variable cannot be called", "Variable(initial_value, name=None"),
    "Variable([0.], np.float32)": ("the name of a Variable has to be a text", "its name comes"),
    "sigmoid()": ("sigmoid cannot be called like this: missing", "write sigmoid(x, name=None)"),
    "add(x)": ("add cannot be called like this: missing", "write add(a, b, name=None)"),
    "add(x, w, A)": ("the name of a add has to be a text", "its name comes last"),
    "sigmoid([x])": ("an input of sigmoid is a list with a node in it", "by operations"),
    "Variable([[x, 1], [2, 3]])": ("the initial value of a Variable is a list with a node", "run"),
    "Session(J)": ("J is neither true nor false", COMPARE),
    "Session(graph=J.graph)": ("Session cannot be called", "write Session(compiled=False)"),
    "session.run()": ("run cannot be called", "run(fetches, feed_dict=None)"),
    "session.run(J, feed={x: 1})": ("run cannot be called", "feed_dict=... instead of feed"),
    "session.run(J, w, A)": ("run cannot be called", "several fetches are one list"),
    "session.run(J, w)": ("feed_dict has to be a dict, but is the node <V", "run([a, b])"),
    "session.run(J, [w, A])": ("feed_dict has to be a dict, but is of type list", "run([a, b])"),
    "compute_gradients(J, w)": ("has to be a dict, but is the node <Variable w", "nodes=[W]"),
    "compute_gradients(J, [w])": ("feed_dict has to be a dict", "nodes=[W]"),
    "compute_gradients(J, wrt=w)": ("compute_gradients cannot be called", "nodes=... instead"),
    "gradient_check(J, w)": ("has to be a dict, but is the node <Variable w", "nodes=[W]"),
    "gradient_check(J, eps=1)": ("gradient_check cannot be called", "h=... instead of eps"),
    "session.run(x, {placeholder('x'): 1})": (
        "placeholder x has no value", "x was built more than once, and another one is fed: run the",
        "cells again from the one that builds it, or feed the one that the graph uses"),
    "session.run(softmax(np.ones((2, 0))))": ("softmax_1 cannot be computed", "one for each class"),
    # gradient functions and operations of one's own
    "RegisterGradient(own)(lambda G, op: G)": ("takes G first and op last", "def gradient(op, G)"),
    "RegisterGradient(own)(lambda op: 1)": ("is called with two arguments", "gradient(op, G)"),
    "RegisterGradient(own)(5)": ("the gradient function 5 is no function", "gradient(op, G)"),
    "registered(sigmoid, 5).__enter__()": ("5 is no function", "def gradient(op, G)"),
    "registered(sigmoid)": ("registered cannot be called", "write registered(op, function)"),
    "RegisterGradient()": ("RegisterGradient cannot be called", "write RegisterGradient(op)"),
    "RegisterGradient('sigmoi')": ("got 'sigmoi', but no operation", "did you mean sigmoid?"),
    "RegisterGradient('MatMul')": ("got 'MatMul', but no operation", "did you mean matmul?"),
    "session.run(Operation([w]))": ("Operation has no method compute", "write compute(self"),
    "Operation([w]).compute(1)": ("Operation has no method compute", "write compute(self"),
}
