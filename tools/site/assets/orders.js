// Judges an order of shuffled lines as the classroom's `orders` does: tests compare the two.

const lettersInOrder = (text) => partsOf(text.toUpperCase().replace(/[,;.>-]/g, "")).join("");

// The place of an order in the list of all orders of the same letters, as in a dictionary.
function placeOf(order) {
  const rest = [...order].sort();
  return [...order].reduce((place, letter) => {
    const before = rest.indexOf(letter);
    const orders = place * rest.length + before;
    rest.splice(before, 1);
    return orders;
  }, 0);
}

// What is said: the key of a text of the form, or the words themselves.
function judgeOrder(problem, text) {
  const order = lettersInOrder(text);
  const letters = [...order];
  if (!order || letters.some((letter) => !problem.letters.includes(letter))) {
    return { words: problem.notRead };
  }
  const twice = [...new Set(letters.filter((letter, at) => order.indexOf(letter) !== at))].sort();
  if (twice.length) return { words: problem.twice.replace("{}", twice.join(", ")) };
  const stranger = problem.strangers.find((letter) => order.includes(letter));
  if (stranger) return { key: stranger };
  if (letters.length < problem.needed) {
    const words = problem.missing.replace("{}", letters.length).replace("{}", problem.needed);
    return { words };
  }
  const key = FORMS.orderSigns.indexOf(problem.verdicts[placeOf(order)]);
  return { key: String(key), passed: key === 0 };
}

if (typeof module === "object") Object.assign(module.exports, { judgeOrder });
