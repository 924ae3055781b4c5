"""The answers of lesson 01's questions, computed."""

from dlfs import Graph, Session, Variable


def operations_with_a_new_value():
    with Graph().as_default():
        w, x, b = Variable(2.0), Variable(-1.0), Variable(3.0)
        product = w * x
        total = product + b
        square = total**2
    before = Session().run([product, total, square])
    b.value = 5.0
    after = Session().run([product, total, square])
    return sum(old != new for old, new in zip(before, after, strict=True))


ANSWERS = {"cg-3": operations_with_a_new_value}
