"""What the names that people bring along from elsewhere are called here: data for slips.py."""

RUN = "run it in a session first: value = dlfs.Session().run({x}, feed_dict)"
OWN = "do it with the array before it becomes a node, or write an Operation of your own for it"
ASSIGN = "write {x}.value = ... to change a Variable"
TABLE = "write dlfs.compute_gradients(J, feed_dict): the table from node to gradient"
AT_ONCE = "a Variable has its initial value as soon as it is built"
LAYERS = "build a layer from Variables and operations: dlfs.relu(x @ W + b)"
STEP = "step = optimizer.minimize(J) makes a step, and session.run(step, feed_dict) takes it"

# What a function of NumPy, or a method of an array, is here.
TWINS = {
    **{
        name: f"dlfs.{name}({{x}})"
        for name in "exp log tanh sigmoid relu softmax absolute square transpose".split()
    },
    **dict.fromkeys(["sum", "add.reduce", "nansum"], "dlfs.reduce_sum({x})"),
    **dict.fromkeys(["mean", "average", "nanmean"], "dlfs.reduce_mean({x})"),
    **dict.fromkeys(["dot", "matmul", "inner", "vdot", "mm", "bmm", "einsum"], "dlfs.matmul(A, B)"),
    **dict.fromkeys(["abs", "fabs"], "dlfs.absolute({x})"),
    **dict.fromkeys(["maximum", "fmax"], "dlfs.maximum(a, b)"),
    **dict.fromkeys(["minimum", "fmin"], "-dlfs.maximum(-a, -b)"),
    **dict.fromkeys("T mT t swapaxes permute permute_dims matrix_transpose".split(),
                    "dlfs.transpose({x})"),
    **dict.fromkeys(["reshape", "view"], "dlfs.reshape({x}, shape)"),
    **dict.fromkeys(["flatten", "ravel"], "dlfs.reshape({x}, -1)"),
    **dict.fromkeys(["pow", "power", "float_power"], "dlfs.power({x}, n)"),
    **dict.fromkeys(["neg", "negative"], "-{x}"),
    **dict.fromkeys(["norm", "linalg.norm"], "dlfs.reduce_sum({x} ** 2) ** 0.5"),
    **dict.fromkeys(["sub", "subtract"], "a - b"),
    **dict.fromkeys(["mul", "multiply"], "a * b"),
    **dict.fromkeys(["div", "divide", "true_divide"], "a / b"),
    "add": "a + b", "positive": "{x}", "sqrt": "{x} ** 0.5",
    "reciprocal": "1 / {x}", "log1p": "dlfs.log(1 + {x})", "expm1": "dlfs.exp({x}) - 1",
    "log2": "dlfs.log({x}) / np.log(2)", "log10": "dlfs.log({x}) / np.log(10)",
    "exp2": "dlfs.exp({x} * np.log(2))", "log_softmax": "dlfs.log(dlfs.softmax({x}))",
    "clip": "-dlfs.maximum(-dlfs.maximum({x}, lowest), -highest)",
    "where": "mask * a + (1 - mask) * b, with a mask of 0 and 1 that you feed",
    "var": "dlfs.reduce_mean(({x} - dlfs.reduce_mean({x})) ** 2)",
    "cross_entropy": "dlfs.softmax_cross_entropy(logits, targets)",
}  # fmt: skip
OF_NODES = {
    **dict.fromkeys(
        "shape ndim size dtype item numpy tolist detach cpu cuda eval astype copy max min argmax "
        "argmin any all round std cumsum sort nonzero value cost get_shape float double int run "
        "sign".split(),
        RUN,
    ),
    **dict.fromkeys(
        "squeeze unsqueeze repeat expand take prod cos sin concatenate stack".split(),
        OWN,
    ),
    **dict.fromkeys("backward grad gradient gradients grad_fn retain_grad".split(), TABLE),
    **dict.fromkeys("assign assign_add assign_sub set_value data fill load".split(), ASSIGN),
    **dict.fromkeys(["requires_grad", "requires_grad_", "trainable"],
                    "write Variable(..., trainable=False) for one that no step changes"),
    "zero_grad": "nothing has to be set to zero: every run computes its gradients anew",
    "initializer": AT_ONCE,
    **dict.fromkeys("input inbound_nodes parents children op".split(),
                    "a node has input_nodes and consumers; after a run, an operation has inputs"),
    **dict.fromkeys("outputs result val values".split(),
                    "after a run it has output; W.value is the value of a Variable"),
}  # fmt: skip
OF_OPTIMIZERS = {
    **dict.fromkeys("step apply_gradients run train zero_grad fit".split(), STEP),
    **dict.fromkeys("lr rate eta".split(), "the name is learning_rate"),
    **dict.fromkeys("compute_gradients param_groups get_gradients".split(), TABLE),
}
OF_SESSIONS = {
    "close": "a session keeps no values: nothing has to be closed",
    "fit": STEP, "graph": "a session runs the nodes of any graph: node.graph says which",
}  # fmt: skip
OF_LIBRARY = {
    **dict.fromkeys("global_variables_initializer initialize_all_variables".split(), AT_ONCE),
    **dict.fromkeys("tensor Tensor array asarray convert_to_tensor".split(),
                    "write dlfs.constant(value) or dlfs.Variable(value)"),
    **dict.fromkeys("zeros ones randn random_normal rand float32 float64 eye".split(),
                    "make the array with NumPy, and give it to dlfs.Variable or dlfs.constant"),
    **dict.fromkeys("nn keras layers Sequential Dense Linear Module Model".split(), LAYERS),
    **dict.fromkeys("SGD optim optimizers RMSprop Adagrad".split(),
                    "write dlfs.GradientDescentOptimizer(learning_rate), or a subclass of "
                    "dlfs.train.Optimizer with update(self, gradients)"),
    **dict.fromkeys("Adam AdamOptimizer AdamW".split(),
                    "write dlfs.train.AdamOptimizer(learning_rate)"),
    **dict.fromkeys("Momentum MomentumOptimizer Nesterov".split(),
                    "write dlfs.train.MomentumOptimizer(learning_rate, momentum)"),
    **dict.fromkeys("DataLoader Dataset batch batches".split(),
                    "write: for X_batch, c_batch in dlfs.train.batches(X, c, size, rng)"),
    **dict.fromkeys("save load state_dict load_state_dict Saver checkpoint".split(),
                    "write dlfs.train.save(path, variables), and dlfs.train.load(path, variables)"),
    **dict.fromkeys("to_categorical get_dummies eye_of".split(),
                    "write dlfs.one_hot(labels, classes)"),
    **dict.fromkeys("reset_default_graph get_default_graph".split(),
                    "write Graph().as_default() for a new graph; node.graph is that of a node"),
    **dict.fromkeys("grad backward GradientTape".split(), TABLE),
    **dict.fromkeys("assign concat stack cast no_grad".split(), OWN),
    "classroom": "write: from dlfs import classroom",
    "compiled": "write dlfs.Session(compiled=True)",
}  # fmt: skip
