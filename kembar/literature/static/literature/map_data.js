// The map of a literature as columns: places, sizes, links, colours, density; nothing here draws or listens.
"use strict";
const litmap = {};

// --- items and links ------------------------------------------------------------------------------------------------

// Everything the other scripts ask of a map, from what the server sends (drawing_data in map_page.py).
litmap.load = (data, words, score) => {
  const n = data.labels.length, ids = data.ids || data.labels.map((_label, i) => String(i + 1));
  const map = {
    n, words, ids, labels: data.labels, all: data.all, unit: data.d,
    X: Float64Array.from(data.x),
    Y: Float64Array.from(data.y, (y) => -y),
    C: Int32Array.from(data.c),
    Z: Float64Array.from(data.z, (z) => (z === null ? Infinity : z)),
    W: Float64Array.from(data.w),
    links: data.k,
    score: data.scores[score] || null,
    hidden: new Set(),
    place: new Map(ids.map((id, i) => [id, i])),
  };
  const mean = map.W.reduce((sum, w) => sum + w, 0) / n || 1, scale = Math.min(1.3, Math.max(0.22, Math.sqrt(400 / n)));
  const root = map.W.map((w) => Math.sqrt(w / mean));
  map.R = root.map((r) => Math.min(scale * Math.max(8 * r, 2.5), 40 * scale + 20));
  map.F = root.map((r) => Math.min(26, Math.max(11, scale * (9 + 4 * r))));
  map.order = [...Array(n).keys()].sort((a, b) => data.t[b] - data.t[a] || data.w[b] - data.w[a] || a - b);
  map.bySize = [...map.order].sort((a, b) => map.R[b] - map.R[a]);
  map.rank = new Int32Array(n);
  map.order.forEach((item, position) => { map.rank[item] = position; });
  const least = (column) => column.reduce((a, b) => Math.min(a, b), Infinity), most = (column) => column.reduce((a, b) => Math.max(a, b), -Infinity);
  map.low = [least(map.X), least(map.Y)];
  map.high = [most(map.X), most(map.Y)];
  map.wide = Math.max(map.high[0] - map.low[0], 1);
  map.tall = Math.max(map.high[1] - map.low[1], 1);
  map.ref = Math.min(1140 / map.wide, 790 / map.tall); // the scale of the sheet on which the server placed the labels
  litmap.link(map, data.l);
  cells(map);
  litmap.colour(map);
  return map;
};

// The links, strongest first (item, item, strength, one after another), and those of every item.
litmap.link = (map, list) => {
  const count = list.length / 3, { n } = map;
  const A = new Int32Array(count), B = new Int32Array(count), S = new Float64Array(count), first = new Int32Array(n + 1);
  for (let k = 0; k < count; k++) {
    A[k] = list[3 * k]; B[k] = list[3 * k + 1]; S[k] = list[3 * k + 2];
    first[A[k] + 1]++; first[B[k] + 1]++;
  }
  for (let i = 0; i < n; i++) first[i + 1] += first[i];
  const at = first.slice(), near = new Int32Array(2 * count);
  for (let k = 0; k < count; k++) { near[at[A[k]]++] = k; near[at[B[k]]++] = k; }
  Object.assign(map, { list, A, B, S, first, near, sent: count });
};

litmap.other = (map, link, item) => (map.A[link] === item ? map.B[link] : map.A[link]);
litmap.linksOf = (map, item) => map.near.slice(map.first[item], map.first[item + 1]);

function cells(map) {
  map.side = Math.max(1, Math.ceil(Math.sqrt(map.n / 4)));
  map.cells = Array.from({ length: map.side * map.side }, () => []);
  for (let i = 0; i < map.n; i++) map.cells[litmap.cell(map, map.X[i], map.Y[i])].push(i);
}

litmap.cell = (map, x, y) => {
  const along = (v, low, size) => Math.min(map.side - 1, Math.max(0, Math.floor(((v - low) / size) * map.side)));
  return along(y, map.low[1], map.tall) * map.side + along(x, map.low[0], map.wide);
};

litmap.isHidden = (map, item) => map.hidden.size > 0 && map.hidden.has(map.C[item]);

// --- words ----------------------------------------------------------------------------------------------------------

litmap.fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

litmap.sentence = (map, i) => litmap.fill(map.words.says, {
  label: map.labels[i], cluster: map.C[i] > 0 ? map.C[i] : map.words.unknown, links: map.links[i], rank: map.rank[i] + 1, all: map.n,
});

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

// Items whose label has the text, those that begin with it first, then the stronger ones. A blank or none is one.
litmap.search = (map, text, most) => {
  const wanted = fold(text).trim(), close = wanted.replace(/[\s-]/g, ""), found = [[], [], []];
  if (!close) return [];
  map.folded ||= map.labels.map((label) => { const one = fold(label); return [one, one.replace(/[\s-]/g, "")]; });
  for (const i of map.order) {
    const [label, tight] = map.folded[i];
    if (label.startsWith(wanted) || tight === close) found[0].push(i);
    else if (label.includes(` ${wanted}`)) found[1].push(i);
    else if (tight.includes(close)) found[2].push(i);
    if (found[0].length >= most) break;
  }
  return found.flat().slice(0, most);
};

// --- colours --------------------------------------------------------------------------------------------------------

litmap.colour = (map) => {
  const { words, score } = map;
  if (!score) {
    map.colours = Array.from(map.C, (c) => (c > 0 && c <= words.colours.length ? words.colours[c - 1] : words.other));
    return;
  }
  const known = score.filter((v) => v !== null).sort((a, b) => a - b);
  map.range = nice(known[Math.floor(0.1 * (known.length - 1))], known[Math.ceil(0.9 * (known.length - 1))]);
  const [from, to] = map.range;
  map.colours = score.map((v) => (v === null ? words.other : litmap.ramp(words.ramp, (v - from) / (to - from || 1), 4)));
};

function nice(from, to) {
  if (!(to > from)) return [from - 0.5, from + 0.5];
  let step = 10 ** Math.floor(Math.log10(to - from));
  for (const part of [0.1, 0.2, 0.5, 1]) if ((to - from) / (step * part) <= 10) { step *= part; break; }
  return [Math.floor(from / step) * step, Math.ceil(to / step) * step];
}

// A colour between the stops; few steps between two make few colours, and so few strokes.
litmap.ramp = (stops, share, steps = 32) => {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(at));
  const part = Math.round((at - i) * steps) / steps;
  const mix = [1, 3, 5].map((k) => {
    const a = parseInt(stops[i].slice(k, k + 2), 16), b = parseInt(stops[i + 1].slice(k, k + 2), 16);
    return Math.round(a + (b - a) * part).toString(16).padStart(2, "0");
  });
  return `#${mix.join("")}`;
};

// --- density --------------------------------------------------------------------------------------------------------

// Weighted density sum w exp(-(distance / width)^2), width an eighth of the mean distance between items, as the picture
// has it (density in pictures.py): weights on the four nearest cells, smoothed along each axis.
litmap.density = (map) => {
  const width = 0.125 * map.unit, edge = 3 * width, most = 420;
  const step = Math.max(width / 5, (Math.max(map.wide, map.tall) + 2 * edge) / most);
  const x0 = map.low[0] - edge, y0 = map.low[1] - edge, columns = Math.ceil((map.wide + 2 * edge) / step) + 1, rows = Math.ceil((map.tall + 2 * edge) / step) + 1;
  let grid = new Float64Array(columns * rows);
  for (let i = 0; i < map.n; i++) {
    if (litmap.isHidden(map, i)) continue;
    const x = (map.X[i] - x0) / step, y = (map.Y[i] - y0) / step, c = Math.floor(x), r = Math.floor(y), dx = x - c, dy = y - r, w = map.W[i];
    grid[r * columns + c] += w * (1 - dx) * (1 - dy); grid[r * columns + c + 1] += w * dx * (1 - dy);
    grid[(r + 1) * columns + c] += w * (1 - dx) * dy; grid[(r + 1) * columns + c + 1] += w * dx * dy;
  }
  const reach = Math.ceil((3 * width) / step), kernel = Array.from({ length: reach + 1 }, (_one, k) => Math.exp(-(((k * step) / width) ** 2)));
  grid = smooth(smooth(grid, rows, columns, kernel), columns, rows, kernel);
  return { grid, columns, rows, x: x0 - step / 2, y: y0 - step / 2, step };
};

// Every row smoothed; the answer lies on its side, so that a second call smooths the columns and sets it upright.
function smooth(grid, rows, columns, kernel) {
  const out = new Float64Array(grid.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = grid[r * columns + c];
      if (!value) continue;
      for (let k = Math.max(0, c - kernel.length + 1); k < Math.min(columns, c + kernel.length); k++) out[k * rows + r] += value * kernel[Math.abs(k - c)];
    }
  }
  return out;
}
