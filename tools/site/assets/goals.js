// The goals of an explorer: said before, answered when one is reached, and kept. What counts in each
// state of the page was found out when it was built: see tools/site/goals.py.

class Trail {
  constructor({ looks, ways }, start) {
    Object.assign(this, { looks, ways, passed: [looks[start]] });
  }

  // Go to a state; say whether it reaches the goal. Where the trail began, nobody went.
  comesTo(state) {
    const look = this.looks[state];
    if (look === this.passed.at(-1)) return false;
    this.passed.push(look);
    const before = this.passed.slice(0, -1);
    return this.ways.some(([last, former]) =>
      last === look && (former === null || before.includes(former)));
  }
}

function setUpGoals(figure, start) {
  const goals = [...figure.querySelectorAll(".goal")].map((line) => new GoalLine(line, start));
  return (state) => goals.forEach((goal) => goal.follow(state));
}

class GoalLine {
  constructor(line, start) {
    Object.assign(this, { line, goal: JSON.parse(line.dataset.goal) });
    this.trail = new Trail(this.goal, start);
    if (this.isKept()) this.say();
  }

  isKept() { return answersTo(lessonHere(), this.goal.id).length > 0; }

  follow(state) {
    if (!this.trail.comesTo(state) || this.isKept()) return;
    this.line.setAttribute("role", "status");
    this.say();
    keep(lessonHere(), this.goal.id, ["reached"]);
    tellWhatIsKept();
  }

  say() {
    this.line.textContent = `Reached: ${this.goal.text}`;
  }
}

// What a table says of them: nobody has to reach one, so those that are not have no row.
const goalRows = (lesson, ids) => ids.filter((id) => answersTo(lesson, id).length)
  .map((id) => [lesson, id, "goal", "reached", ""]);

const passes = (goal, [start, ...states]) => {
  const trail = new Trail(goal, start);
  return states.map((state) => trail.comesTo(state));
};

if (typeof module === "object") Object.assign(module.exports, { passes });
