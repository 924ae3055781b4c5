"""Gives the sliders of a page their names: the front end gives their handles none.

It also speaks the place of a handle along its way; here it speaks the number that stands beside it.
"""

import ipywidgets as widgets

# The parts of a box come when they are ready, on a busy machine one long after the other: a handle
# is named when its row has a label and a field.
SCRIPT = """<img hidden alt="" src="data:," onerror="
const kept = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
const name = box => {
  for (const handle of box.querySelectorAll('.noUi-handle:not([aria-label])')) {
    const row = handle.closest('.widget-hbox');
    const label = row?.querySelector('label'), field = row?.querySelector('input');
    if (!label || !field) continue;
    const say = () => handle.getAttribute('aria-valuetext') === field.value
      || handle.setAttribute('aria-valuetext', field.value);
    handle.setAttribute('aria-label', label.textContent);
    Object.defineProperty(field, 'value', {
      get: () => kept.get.call(field), set: text => { kept.set.call(field, text); say(); },
    });
    new MutationObserver(say).observe(handle, {attributeFilter: ['aria-valuetext']});
    say();
    // Whoever clicks on the line of a slider goes on with the keys: they belong to its handle.
    handle.closest('.noUi-target').addEventListener('pointerup', () => handle.focus());
  }
};
const watch = left => {
  const box = this.closest('.widget-vbox');
  if (box) {
    new MutationObserver(() => name(box)).observe(box, {childList: true, subtree: true});
    name(box);
  } else if (left) setTimeout(watch, 200, left - 1);
};
watch(300);
">"""


def speaking() -> widgets.HTML:
    """Return what stands in a VBox and lets its sliders speak, each with a field in its row."""
    return widgets.HTML(SCRIPT)
