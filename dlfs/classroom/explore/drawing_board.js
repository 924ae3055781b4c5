// A board of 8 x 8 pixels. It answers a stroke by itself, and writes its 64 signs into a field that
// Python reads; what Python writes into the field is painted. A pen leaves ink on a sheet of 32 x 32
// points, of which 4 x 4 make a pixel: its grey is the number of inked ones, as in the scans.
(img => {
  const SIDE = 8, POINTS = 4, SHEET = SIDE * POINTS, PEN = 2.75, SIGNS = '0123456789abcdefg';
  const ALONG = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
  const SENT_EVERY = 25, PATIENCE = 4000;
  const box = img.parentElement.querySelector('.dlfs-board');
  let field, explorer, cells, note;
  let under = new Array(64).fill(0), sheet = new Uint8Array(SHEET * SHEET);
  let last = null, sent = 0, erasing = false, waiting = null, watching = null;

  const level = at => {
    const top = Math.floor(at / SIDE) * POINTS, left = at % SIDE * POINTS;
    let ink = 0;
    for (let y = top; y < top + POINTS; y++)
      for (let x = left; x < left + POINTS; x++) ink += sheet[y * SHEET + x];
    return Math.max(ink, under[at]);
  };
  const signs = () => {
    const text = under.map((_, at) => SIGNS[level(at)]).join('');
    return /[^0]/.test(text) ? text : '';
  };
  const said = grey => grey === 0 ? 'paper' : grey === 16 ? 'ink' : `grey ${grey} of 16`;
  const paint = () => cells.forEach((cell, at) => {
    const grey = level(at);
    if (cell.dataset.grey === String(grey)) return;
    cell.dataset.grey = grey;
    cell.style.background = `rgb(${Array(3).fill(Math.round(255 - 255 * grey / 16))})`;
    cell.setAttribute('aria-label',
      `row ${Math.floor(at / SIDE) + 1}, column ${at % SIDE + 1}: ${said(grey)}`);
  });
  const take = text => {
    const found = text.replace(/\s/g, '').toLowerCase() || '0'.repeat(64);
    if (!/^[0-9a-g]{64}$/.test(found) || found === (signs() || '0'.repeat(64))) return;
    under = [...found].map(sign => SIGNS.indexOf(sign));
    sheet.fill(0);
    paint();
  };

  const answered = () => !field.isConnected ||
    explorer.querySelector('[data-answered]')?.dataset.answered === field.value;
  const watch = () => {
    note.hidden = answered();
    if (!note.hidden) watching = setTimeout(watch, 500);
  };
  const send = () => {
    waiting = null;
    sent = performance.now();
    if (field.value === signs()) return;
    field.value = signs();
    field.dispatchEvent(new Event('change', {bubbles: true}));
    clearTimeout(watching);
    watching = setTimeout(watch, PATIENCE);
  };
  const changed = () => {
    paint();
    waiting ??= setTimeout(send, Math.max(0, SENT_EVERY - (performance.now() - sent)));
  };

  const place = event => {
    const edge = cells[0].parentElement.parentElement.getBoundingClientRect();
    return [(event.clientX - edge.left) / edge.width * SHEET,
            (event.clientY - edge.top) / edge.height * SHEET];
  };
  const dab = (x, y) => {
    for (let down = Math.floor(y - PEN); down <= y + PEN; down++)
      for (let right = Math.floor(x - PEN); right <= x + PEN; right++) {
        if (down < 0 || right < 0 || down >= SHEET || right >= SHEET) continue;
        if ((right + .5 - x) ** 2 + (down + .5 - y) ** 2 > PEN ** 2) continue;
        sheet[down * SHEET + right] = erasing ? 0 : 1;
        if (erasing) under[Math.floor(down / POINTS) * SIDE + Math.floor(right / POINTS)] = 0;
      }
  };
  const stroke = event => {
    for (const one of event.getCoalescedEvents?.().concat(event) ?? [event]) {
      const [x, y] = place(one), [a, b] = last ?? [x, y];
      const dabs = Math.ceil(2 * Math.hypot(x - a, y - b)) || 1;
      for (let i = 1; i <= dabs; i++) dab(a + (x - a) * i / dabs, b + (y - b) * i / dabs);
      last = [x, y];
    }
    changed();
  };

  const set = (at, grey) => {
    under[at] = grey;
    const top = Math.floor(at / SIDE) * POINTS, left = at % SIDE * POINTS;
    for (let y = top; y < top + POINTS; y++) sheet.fill(0, y * SHEET + left, y * SHEET + left + POINTS);
    changed();
  };
  const go = at => {
    cells.forEach((cell, other) => { cell.tabIndex = other === at ? 0 : -1; });
    cells[at].focus({preventScroll: true});
  };
  const press = event => {
    const at = cells.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = Math.floor(at / SIDE), column = at % SIDE, way = ALONG[event.key];
    const inside = step => Math.min(Math.max(step, 0), SIDE - 1);
    if (way) go(inside(row + way[0]) * SIDE + inside(column + way[1]));
    else if (event.key === 'Home') go(row * SIDE);
    else if (event.key === 'End') go(row * SIDE + SIDE - 1);
    else if (event.key === ' ' || event.key === 'Enter') set(at, event.shiftKey ? 0 : 16);
    else if (event.key === 'Backspace' || event.key === 'Delete') set(at, 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const build = () => {
    const grid = document.createElement('div');
    grid.setAttribute('role', 'grid');
    grid.setAttribute('aria-label', 'Drawing board, 8 by 8 pixels. The arrow keys move, Space inks, '
      + 'Backspace erases.');
    cells = [];
    for (let row = 0; row < SIDE; row++) {
      const line = grid.appendChild(document.createElement('div'));
      line.setAttribute('role', 'row');
      for (let column = 0; column < SIDE; column++) {
        const cell = line.appendChild(document.createElement('div'));
        cell.setAttribute('role', 'gridcell');
        cell.tabIndex = cells.length ? -1 : 0;
        cell.dataset.lmSuppressShortcuts = 'true';  // no d d that deletes the notebook's cell
        cells.push(cell);
      }
    }
    grid.addEventListener('pointerdown', event => {
      if (event.pointerType === 'mouse' && event.button > 0 && event.button !== 2) return;
      erasing = event.shiftKey || event.button === 2 || event.button === 5;
      last = null;
      grid.setPointerCapture(event.pointerId);
      stroke(event);
    });
    grid.addEventListener('pointermove', event => last && stroke(event));
    for (const end of ['pointerup', 'pointercancel']) grid.addEventListener(end, () => { last = null; });
    for (const other of ['mousedown', 'touchstart', 'dragstart'])
      grid.addEventListener(other, event => event.stopPropagation(), {passive: true});
    grid.addEventListener('contextmenu', event => { event.preventDefault(); event.stopPropagation(); });
    grid.addEventListener('keydown', press);
    note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.textContent = 'Python has not answered yet: it is busy, or gone.';
    note.hidden = true;
    const hint = document.createElement('p');
    hint.textContent = 'Draw here, or move with the arrow keys and ink with Space. Shift erases.';
    box.replaceChildren(grid, hint, note);
    paint();
  };
  const listen = () => {
    const kept = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    Object.defineProperty(field, 'value', {
      get: () => kept.get.call(field), set: text => { kept.set.call(field, text); take(text); },
    });
    field.addEventListener('change', () => take(field.value));
    take(field.value);
  };
  // The parts of an explorer come one after the other, when they are ready.
  const start = left => {
    explorer = img.closest('.dlfs-explorer');
    field = explorer?.querySelector('.dlfs-signs input');
    if (field) { build(); listen(); } else if (left) setTimeout(start, 100, left - 1);
  };
  start(600);
})(this)
