"""Gives the sliders of a page their names: the front end gives their handles none.

It also speaks the place of a handle along its way; here it speaks the number that stands beside it.
"""

import ipywidgets as widgets

SCRIPT = """<img hidden alt="" src="data:," onerror="
const speak = left => {
  const box = this.closest('.widget-vbox');
  const handles = box ? box.querySelectorAll('.noUi-handle') : [];
  if (left && !handles.length) setTimeout(speak, 200, left - 1);
  for (const handle of handles) {
    const row = handle.closest('.widget-hbox'), field = row.querySelector('input');
    const kept = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    const say = () => handle.getAttribute('aria-valuetext') === field.value
      || handle.setAttribute('aria-valuetext', field.value);
    handle.setAttribute('aria-label', row.querySelector('label').textContent);
    Object.defineProperty(field, 'value', {
      get: () => kept.get.call(field), set: text => { kept.set.call(field, text); say(); },
    });
    new MutationObserver(say).observe(handle, {attributeFilter: ['aria-valuetext']});
    say();
  }
};
speak(50);
">"""


def speaking() -> widgets.HTML:
    """Return what stands in a VBox and lets its sliders speak, each with a field in its row."""
    return widgets.HTML(SCRIPT)
