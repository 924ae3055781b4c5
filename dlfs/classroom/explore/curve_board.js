// A picture of empty axes that takes one stroke, or several, as a curve over the steps. It writes
// the heights after the named steps into a field that Python reads; numbers typed there are drawn.
(img => {
  const svg = img.parentElement.querySelector('svg'), told = img.parentElement.querySelector('[data-curve]');
  const {left, top, right, bottom, low, high, factors, steps, start} = JSON.parse(told.dataset.curve);
  const COLUMNS = 400, LINE = 'http://www.w3.org/2000/svg';
  let field, heights = [], last = null;

  const part = (name, looks) => {
    const made = svg.appendChild(document.createElementNS(LINE, name));
    for (const [key, value] of Object.entries(looks)) made.setAttribute(key, value);
    return made;
  };
  const ink = part('polyline', {fill: 'none', stroke: '#D55E00', 'stroke-width': 2.5,
    'stroke-dasharray': '7 5', 'stroke-linejoin': 'round'});
  const marks = steps.map(() => part('rect', {width: 10, height: 10, fill: 'white',
    stroke: '#D55E00', 'stroke-width': 2, visibility: 'hidden'}));

  const x = share => left + (right - left) * share, y = share => bottom - (bottom - top) * share;
  const value = share => factors ? low * (high / low) ** share : low + (high - low) * share;
  const up = number => factors ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
  const forget = () => { heights = []; heights[0] = start; };
  const drawn = () => Object.keys(heights).map(Number);
  // A hand that ends a little before the edge meant the edge.
  const NEARLY = 0.96 * COLUMNS;
  const reachTheEdge = () => {
    const end = drawn().pop();
    if (end >= NEARLY) heights[COLUMNS] ??= heights[end];
  };
  const at = share => {  // between two columns that have ink a straight line; none beyond the last
    const column = Math.round(share * COLUMNS);
    const before = drawn().filter(one => one <= column).pop(), after = drawn().find(one => one >= column);
    if (after === undefined) return null;
    const part = after === before ? 0 : (column - before) / (after - before);
    return heights[before] + (heights[after] - heights[before]) * part;
  };
  const paint = () => {
    ink.setAttribute('points', drawn().map(one => `${x(one / COLUMNS)},${y(heights[one])}`).join(' '));
    steps.forEach((share, place) => {
      const height = at(share);
      marks[place].setAttribute('visibility', height === null ? 'hidden' : 'visible');
      if (height === null) return;
      marks[place].setAttribute('x', x(share) - 5);
      marks[place].setAttribute('y', y(height) - 5);
    });
  };
  const send = () => {
    const found = steps.map(at).filter(height => height !== null);
    field.value = found.map(height => Number(value(height).toPrecision(2))).join('; ');
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
  };
  const take = () => {
    const numbers = field.value.split(/[;\s]+/).filter(Boolean).map(one => Number(one.replace(',', '.')));
    forget();
    if (numbers.length === steps.length && numbers.every(one => one >= low && one <= high))
      steps.forEach((share, place) => { heights[Math.round(share * COLUMNS)] = up(numbers[place]); });
    paint();
  };

  const place = event => {
    const edge = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / edge.width;
    const inside = share => Math.min(Math.max(share, 0), 1);
    return [Math.round(inside(((event.clientX - edge.left) * scale - left) / (right - left)) * COLUMNS),
            inside((bottom - (event.clientY - edge.top) * scale) / (bottom - top))];
  };
  const stroke = event => {
    for (const one of event.getCoalescedEvents?.().concat(event) ?? [event]) {
      const [column, height] = place(one), [from, old] = last ?? [column, height];
      const way = Math.sign(column - from);
      for (let now = from; now !== column; now += way)
        heights[now] = old + (height - old) * (now - from) / (column - from);
      heights[column] = height;
      heights[0] = start;
      last = [column, height];
    }
    paint();
  };
  const listen = () => {
    svg.addEventListener('pointerdown', event => {
      if (event.pointerType === 'mouse' && event.button > 0) return;
      last = null;
      svg.setPointerCapture(event.pointerId);
      stroke(event);
    });
    svg.addEventListener('pointermove', event => last && stroke(event));
    svg.addEventListener('pointerup', () => { if (last) { last = null; reachTheEdge(); paint(); send(); } });
    svg.addEventListener('pointercancel', () => { last = null; });
    for (const other of ['mousedown', 'touchstart', 'dragstart'])
      svg.addEventListener(other, event => event.stopPropagation(), {passive: true});
    field.addEventListener('input', event => event.isTrusted && take());
    svg.style.touchAction = 'none';
    svg.style.cursor = 'crosshair';
    if (field.value) take();
  };
  // The parts of an explorer come one after the other, when they are ready.
  const wait = left => {
    field = img.closest('.dlfs-explorer')?.querySelector('.dlfs-curve input');
    forget();
    if (field) listen(); else if (left) setTimeout(wait, 100, left - 1);
  };
  wait(600);
})(this)
