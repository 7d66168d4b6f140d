'use strict';
(() => {
  const views = [...document.querySelectorAll('.view')];
  const details = document.getElementById('details');
  if (views.length === 0) return;
  const zoom = new Map(views.map((v) => [v, 1]));
  const shown = () => views.find((v) => v.offsetParent !== null) || views[0];

  // The names of the processes and the axis stay in sight when the picture is scrolled.
  const pin = (view) => {
    const z = zoom.get(view);
    view.querySelector('.names').setAttribute('transform', `translate(${view.scrollLeft / z} 0)`);
    view.querySelector('.axis').setAttribute('transform', `translate(0 ${view.scrollTop / z})`);
    for (const rect of view.querySelectorAll('.axis > rect')) rect.setAttribute('x', view.scrollLeft / z);
  };

  // setZoom keeps the point of the picture at (x, y) of the view where it is.
  const setZoom = (view, z, x, y) => {
    const before = zoom.get(view);
    const after = Math.min(4, Math.max(0.1, z));
    const svg = view.querySelector('svg.chart');
    const box = svg.viewBox.baseVal;
    const left = (view.scrollLeft + x) / before;
    const top = (view.scrollTop + y) / before;
    svg.setAttribute('width', box.width * after);
    svg.setAttribute('height', box.height * after);
    zoom.set(view, after);
    view.scrollLeft = left * after - x;
    view.scrollTop = top * after - y;
    pin(view);
  };
  const center = (view) => [view.clientWidth / 2, view.clientHeight / 2];
  const act = {
    in: (v) => setZoom(v, zoom.get(v) * 1.25, ...center(v)),
    out: (v) => setZoom(v, zoom.get(v) / 1.25, ...center(v)),
    reset: (v) => setZoom(v, 1, ...center(v)),
    fit: (v) => setZoom(v, v.clientWidth / v.querySelector('svg.chart').viewBox.baseVal.width, 0, 0),
  };

  const operations = new Map(views.map((v) => [v, [...v.querySelectorAll('.op')]]));
  const box = (op) => {
    const r = op.querySelector('.bar');
    const n = (name) => Number(r.getAttribute(name));
    return { from: n('x'), to: n('x') + n('width'), y: n('y'), height: n('height') };
  };

  // reveal scrolls only if the beginning of the bar is out of sight.
  const reveal = (view, op, middle) => {
    const z = zoom.get(view);
    const b = box(op);
    const names = view.querySelector('.names rect').width.baseVal.value;
    const left = view.scrollLeft / z + names;
    const right = (view.scrollLeft + view.clientWidth) / z - 90;
    if (middle || left > b.from || b.from > right) view.scrollLeft = (b.from - names) * z - (view.clientWidth - names * z) / 2;
    const top = view.scrollTop / z + 30;
    const bottom = (view.scrollTop + view.clientHeight) / z - b.height;
    if (middle || top > b.y || b.y > bottom) view.scrollTop = b.y * z - view.clientHeight / 2;
    pin(view);
  };

  const rows = new Map();
  for (const tr of document.querySelectorAll('tr[data-op]')) {
    if (!rows.has(tr.dataset.op)) rows.set(tr.dataset.op, []);
    rows.get(tr.dataset.op).push(tr);
  }
  const names = (tr) => [...tr.closest('table').querySelectorAll('th')].map((th) => th.textContent);

  // show puts the cells of the operation's row beside the picture.
  const show = (id) => {
    for (const e of document.querySelectorAll('.current')) e.classList.remove('current');
    for (const e of document.querySelectorAll(`[data-op="${id}"]`)) e.classList.add('current');
    const tr = (rows.get(id) || [])[0];
    if (!tr) return;
    const heads = names(tr);
    details.textContent = '';
    [...tr.cells].forEach((cell, i) => {
      if (!cell.textContent) return;
      const part = document.createElement('span');
      const name = document.createElement('i');
      const value = document.createElement(heads[i] === 'operation' ? 'b' : 'span');
      name.textContent = `${heads[i]} `;
      value.textContent = cell.textContent;
      part.append(name, value);
      details.append(part, ' ');
    });
  };

  const focus = (view, op) => {
    for (const o of operations.get(view)) o.tabIndex = -1;
    op.tabIndex = 0;
    op.focus({ preventScroll: true });
    reveal(view, op, false);
  };
  // beside returns an operation above or below: one that overlaps op in the closest lane if there
  // is one, else one that is near in time.
  const beside = (list, op, down) => {
    const here = box(op);
    let best = null;
    let least = Infinity;
    for (const o of list) {
      const b = box(o);
      const dy = (b.y - here.y) * (down ? 1 : -1);
      if (dy > 0) {
        const dx = b.from > here.to ? b.from - here.to : Math.max(0, here.from - b.to);
        const far = dx * 3 + dy + Math.abs(b.from - here.from) / 1000;
        if (least > far) [best, least] = [o, far];
      }
    }
    return best;
  };
  const step = (view, op, key) => {
    const list = operations.get(view);
    const at = list.indexOf(op);
    switch (key) {
      case 'ArrowRight': return list[at + 1];
      case 'ArrowLeft': return list[at - 1];
      case 'ArrowDown': return beside(list, op, true);
      case 'ArrowUp': return beside(list, op, false);
      case 'Home': return list[0];
      case 'End': return list[list.length - 1];
      default: return null;
    }
  };

  for (const view of views) {
    const list = operations.get(view);
    for (const op of list) {
      op.tabIndex = -1;
      op.addEventListener('pointerenter', () => show(op.dataset.op));
      op.addEventListener('focus', () => show(op.dataset.op));
      op.addEventListener('click', () => focus(view, op));
    }
    const first = view.querySelector('.op.earliest') || list[0];
    if (first) first.tabIndex = 0;
    view.addEventListener('scroll', () => pin(view));
    view.addEventListener('wheel', (e) => {
      if (!e.ctrlKey && !e.altKey && !e.metaKey) return;
      e.preventDefault();
      const r = view.getBoundingClientRect();
      setZoom(view, zoom.get(view) * Math.exp(-e.deltaY / 400), e.clientX - r.left, e.clientY - r.top);
    }, { passive: false });
    view.addEventListener('keydown', (e) => {
      const op = e.target.closest('.op');
      if (e.ctrlKey || e.altKey || e.metaKey) return;
      const zooms = { '+': 'in', '=': 'in', '-': 'out', '0': 'reset' };
      if (zooms[e.key]) {
        act[zooms[e.key]](view);
      } else {
        const next = op && step(view, op, e.key);
        if (!next) return;
        focus(view, next);
      }
      e.preventDefault();
    });
  }

  const go = (view) => {
    const op = view.querySelector('.op.earliest') || view.querySelector('.op.witness');
    if (op) reveal(view, op, true);
  };
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => act[button.dataset.zoom](shown()));
  }
  for (const button of document.querySelectorAll('[data-go]')) {
    button.addEventListener('click', () => {
      const view = shown();
      const op = view.querySelector('.op.earliest') || view.querySelector('.op.witness');
      if (op) focus(view, op);
      go(view);
    });
  }
  const visited = new Set();
  const arrive = () => {
    const view = shown();
    if (visited.has(view)) return;
    visited.add(view);
    go(view);
  };
  for (const radio of document.querySelectorAll('input[name="view"]')) radio.addEventListener('change', arrive);

  // Printing shows the pictures whole.
  addEventListener('beforeprint', () => {
    for (const view of views) {
      view.querySelector('.names').removeAttribute('transform');
      view.querySelector('.axis').removeAttribute('transform');
      for (const rect of view.querySelectorAll('.axis > rect')) rect.setAttribute('x', 0);
    }
  });
  addEventListener('afterprint', () => views.forEach(pin));

  for (const e of document.querySelectorAll('.tools, #details')) e.hidden = false;
  arrive();
})();
