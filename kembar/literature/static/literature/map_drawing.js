// How the map of a literature is drawn: links, circles and density in steps of a few milliseconds, labels in one go.
"use strict";
litmap.MOST_LABELS = 160;
litmap.FEW = 400; // items up to which every label that has room is shown, wherever there is room

// --- what lies beneath the labels: drawn into a picture of its own --------------------------------------------------

litmap.paint = function* (map, brush, at, inside, look) {
  if (at.view === "density") return litmap.paintDensity(map, brush, at, look);
  yield* paintLinks(map, brush, at, inside, look);
  yield* paintCircles(map, brush, at, inside, look);
};

function* paintLinks(map, brush, at, inside, look) {
  const { A, B, S, X, Y, colours } = map, most = Math.min(at.limit, map.sent), top = Math.min(1000, most);
  if (!most) return;
  let sum = 0;
  for (let k = 0; k < top; k++) sum += S[k];
  const mean = sum / top, thin = Math.max(0.25, Math.min(1, Math.sqrt(1500 / most))), root = Math.sqrt(at.swell), straight = most > 8000;
  const groups = new Map();
  brush.globalAlpha = Math.max(0.12, 0.4 * thin);
  brush.lineCap = "round";
  const flush = (group) => { brush.strokeStyle = group.colour; brush.lineWidth = group.wide; brush.stroke(group.path); };
  for (let k = most - 1; k >= 0; k--) {
    const a = A[k], b = B[k];
    if (litmap.isHidden(map, a) || litmap.isHidden(map, b)) continue;
    const xa = X[a] * at.k + at.x, ya = Y[a] * at.k + at.y, xb = X[b] * at.k + at.x, yb = Y[b] * at.k + at.y;
    if ((xa < inside[0] && xb < inside[0]) || (xa > inside[2] && xb > inside[2]) || (ya < inside[1] && yb < inside[1]) || (ya > inside[3] && yb > inside[3])) continue;
    const colour = colours[a] === colours[b] ? colours[a] : look["line-strong"];
    const wide = Math.min(5, Math.max(0.5, Math.round(2.4 * Math.sqrt(S[k] / mean) * thin) / 2)) * root, key = `${colour} ${wide}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { colour, wide, path: new Path2D(), count: 0 }));
    group.path.moveTo(xa, ya);
    if (straight) group.path.lineTo(xb, yb);
    else group.path.quadraticCurveTo((xa + xb) / 2 + 0.2 * (yb - ya), (ya + yb) / 2 - 0.2 * (xb - xa), xb, yb);
    if (++group.count >= 60) { flush(group); groups.delete(key); yield; }
  }
  for (const group of groups.values()) { flush(group); yield; }
  brush.globalAlpha = 1;
}

function* paintCircles(map, brush, at, inside, look) {
  const { X, Y, R, C, colours } = map, some = 200;
  brush.textAlign = "center"; brush.textBaseline = "middle"; brush.font = `600 9px ${look.font}`;
  for (let begin = 0; begin < map.n; begin += some) {
    const groups = new Map(), drawn = [];
    for (const i of map.bySize.slice(begin, begin + some)) {
      const x = X[i] * at.k + at.x, y = Y[i] * at.k + at.y, r = R[i] * at.swell;
      if (x + r < inside[0] || x - r > inside[2] || y + r < inside[1] || y - r > inside[3] || litmap.isHidden(map, i)) continue;
      let path = groups.get(colours[i]);
      if (!path) groups.set(colours[i], (path = new Path2D()));
      path.moveTo(x + r, y);
      path.arc(x, y, r, 0, 2 * Math.PI);
      if (!map.score && r >= 10 && C[i] > 0) drawn.push([i, x, y - r + 7]);
    }
    for (const [colour, path] of groups) {
      brush.globalAlpha = 0.82; brush.fillStyle = colour; brush.fill(path);
      brush.globalAlpha = 0.6; brush.strokeStyle = look.ink; brush.lineWidth = 0.6; brush.stroke(path);
    }
    brush.globalAlpha = 1; brush.fillStyle = "#000";
    for (const [i, x, y] of drawn) brush.fillText(String(C[i]), x, y);
    yield;
  }
}

litmap.paintDensity = (map, brush, at) => {
  const { hidden, words } = map, key = [...hidden].join();
  if (!map.cloud || map.cloud.key !== key) map.cloud = { key, ...cloud(litmap.density(map), words.density) };
  const { canvas, x, y, step } = map.cloud;
  brush.fillStyle = words.density[0];
  brush.fillRect(-1e5, -1e5, 2e5, 2e5);
  brush.drawImage(canvas, x * at.k + at.x, y * at.k + at.y, canvas.width * step * at.k, canvas.height * step * at.k);
};

// The density as a picture of one pixel a cell; the browser smooths between them.
function cloud(found, stops) {
  const canvas = document.createElement("canvas"), { grid, columns, rows } = found;
  canvas.width = columns; canvas.height = rows;
  const brush = canvas.getContext("2d"), image = brush.createImageData(columns, rows), top = grid.reduce((a, b) => Math.max(a, b), 0) || 1;
  const shades = Array.from({ length: 257 }, (_one, i) => parseInt(litmap.ramp(stops, i / 256, 64).slice(1), 16));
  for (let i = 0; i < grid.length; i++) {
    const shade = shades[Math.round(256 * Math.sqrt(grid[i] / top))];
    image.data.set([shade >> 16, (shade >> 8) & 255, shade & 255, 255], 4 * i);
  }
  brush.putImageData(image, 0, 0);
  return { canvas, x: found.x, y: found.y, step: found.step };
}

// --- what is lit ----------------------------------------------------------------------------------------------------

// Draws one item, or the two of a link, with its links over the faded rest; answers the items to label.
litmap.light = (map, pen, at, look, item, pair, frame) => {
  const px = (i) => map.X[i] * at.k + at.x, py = (i) => map.Y[i] * at.k + at.y;
  pen.globalAlpha = 0.72; pen.fillStyle = look.paper; pen.fillRect(0, 0, frame.width, frame.height);
  const links = [...litmap.linksOf(map, item)].filter((k) => !litmap.isHidden(map, litmap.other(map, k, item)));
  const around = (pair < 0 ? links : links.filter((k) => litmap.other(map, k, item) === pair)).slice(0, 300);
  const top = around.length ? map.S[around[0]] : 1;
  pen.globalAlpha = 0.55; pen.strokeStyle = look.accent;
  for (const k of around) {
    const b = litmap.other(map, k, item), xa = px(item), ya = py(item), xb = px(b), yb = py(b);
    pen.lineWidth = pair < 0 ? 0.6 + 3.4 * Math.sqrt(map.S[k] / top) : 5;
    pen.beginPath(); pen.moveTo(xa, ya);
    const turn = map.A[k] === item ? 0.2 : -0.2; // the side to which the picture bends it
    pen.quadraticCurveTo((xa + xb) / 2 + turn * (yb - ya), (ya + yb) / 2 - turn * (xb - xa), xb, yb);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  const shown = [item, ...(pair < 0 ? around.map((k) => litmap.other(map, k, item)) : [pair])];
  litmap.circles(map, pen, at, look, shown, pair < 0 ? [item] : shown);
  return shown;
};

// Draws the items of one cluster over the faded rest; answers them, the strongest first.
litmap.lightCluster = (map, pen, at, look, cluster, frame) => {
  pen.globalAlpha = 0.8; pen.fillStyle = look.paper; pen.fillRect(0, 0, frame.width, frame.height);
  pen.globalAlpha = 1;
  const shown = map.order.filter((i) => map.C[i] === cluster);
  litmap.circles(map, pen, at, look, shown, []);
  return shown;
};

litmap.circles = (map, pen, at, look, items, marked) => {
  for (const i of items.slice().reverse()) {
    pen.beginPath(); pen.arc(map.X[i] * at.k + at.x, map.Y[i] * at.k + at.y, map.R[i] * at.swell, 0, 2 * Math.PI);
    pen.fillStyle = map.colours[i]; pen.fill();
    const is = marked.includes(i);
    pen.lineWidth = is ? 3 : 0.8; pen.strokeStyle = is ? look.accent : look.ink; pen.stroke();
  }
};

// --- labels ---------------------------------------------------------------------------------------------------------

const sprites = new Map(); // labels drawn once, with their halo; drawing letters anew takes most of a frame

litmap.forget = () => sprites.clear();

const SIZES = { big: (size) => Math.max(14, size), usual: (size) => size, small: () => 11 };

function sprite(map, i, kind, look, { dpr, small }) {
  const key = `${kind} ${i}`;
  let found = sprites.get(key);
  if (found) return found;
  if (sprites.size > 900) sprites.clear();
  const text = map.labels[i].length > 30 ? `${map.labels[i].slice(0, 29)}…` : map.labels[i];
  const size = SIZES[kind](Math.max(11, map.F[i] * small)), canvas = document.createElement("canvas"), font = `${kind === "big" ? 650 : 400} ${size}px ${look.font}`;
  let pen = canvas.getContext("2d");
  pen.font = font;
  const wide = pen.measureText(text).width, w = wide + 4, h = size * 1.4;
  canvas.width = Math.ceil(w * dpr); canvas.height = Math.ceil(h * dpr);
  pen = canvas.getContext("2d");
  pen.scale(dpr, dpr);
  pen.font = font; pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
  pen.lineWidth = 3; pen.strokeStyle = look.paper; pen.globalAlpha = 0.75; pen.strokeText(text, w / 2, h / 2);
  pen.globalAlpha = 1; pen.fillStyle = look.ink; pen.fillText(text, w / 2, h / 2);
  found = { canvas, w: canvas.width / dpr, h: canvas.height / dpr, text };
  sprites.set(key, found);
  return found;
}

// Labels from the strongest item on, none over another. Of many items the server says from which zoom on a label may
// stand, so that labels do not flicker while the map moves; of few, each stands where there is room: on its circle, else
// under, over or beside it, else there in small letters. Answers the boxes: [left, top, right, bottom, text].
litmap.labels = (map, pen, at, look, frame, only, marked) => {
  const zoomed = at.k / map.ref, taken = [], anywhere = map.n <= litmap.FEW || only !== null;
  for (const i of only || map.order) {
    if ((!anywhere && map.Z[i] > zoomed) || litmap.isHidden(map, i)) continue;
    const x = map.X[i] * at.k + at.x, y = map.Y[i] * at.k + at.y;
    if (x < -60 || x > frame.width + 60 || y < -10 || y > frame.height + 10) continue;
    for (const kind of [marked.includes(i) ? "big" : "usual", ...(anywhere ? ["small"] : [])]) {
      const one = sprite(map, i, kind, look, frame), box = room(taken, one, x, y, map.R[i] * at.swell, frame.width, anywhere);
      if (!box) continue;
      taken.push(box);
      pen.drawImage(one.canvas, Math.round(box[0] * frame.dpr) / frame.dpr, Math.round(box[1] * frame.dpr) / frame.dpr, one.w, one.h);
      break;
    }
    if (taken.length >= litmap.MOST_LABELS) break;
  }
  return taken;
};

// Where a label has room: on its circle or, where it may, about it; at the edge it stays whole. Null where it has none.
function room(taken, one, x, y, r, width, about) {
  const up = r + one.h * 0.45, aside = r + one.w / 2;
  for (const [right, down] of about ? [[0, 0], [0, up], [0, -up], [aside, 0], [-aside, 0]] : [[0, 0]]) {
    const middle = x + right - one.w / 2, left = x > 0 && x < width ? Math.max(0, Math.min(width - one.w, middle)) : middle;
    const top = y + down - one.h / 2, box = [left, top, left + one.w, top + one.h, one.text];
    if (!taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) return box;
  }
  return null;
}

// --- what lies under a point ----------------------------------------------------------------------------------------

litmap.itemUnder = (map, at, x, y) => {
  const wx = (x - at.x) / at.k, wy = (y - at.y) / at.k, reach = 46 / at.k, near = new Set();
  for (const dx of [-reach, 0, reach]) for (const dy of [-reach, 0, reach]) near.add(litmap.cell(map, wx + dx, wy + dy));
  let best = -1, least = Infinity;
  for (const number of near) {
    for (const i of map.cells[number]) {
      const away = Math.hypot(map.X[i] - wx, map.Y[i] - wy) * at.k;
      if (away - map.R[i] * at.swell < 5 && away < least && !litmap.isHidden(map, i)) { least = away; best = i; }
    }
  }
  return best;
};

// The link drawn nearest to a point, within four pixels; of a lit item its own alone. -1 where there is none.
litmap.linkUnder = (map, at, x, y, item) => {
  const links = item < 0 ? null : litmap.linksOf(map, item), count = links ? Math.min(300, links.length) : Math.min(at.limit, map.sent);
  const bend = links || at.limit <= 8000 ? 0.2 : 0;
  let best = -1, least = 4;
  for (let m = 0; m < count; m++) {
    const k = links ? links[m] : m, a = map.A[k], b = map.B[k];
    const xa = map.X[a] * at.k + at.x, ya = map.Y[a] * at.k + at.y, xb = map.X[b] * at.k + at.x, yb = map.Y[b] * at.k + at.y;
    const slack = 4 + bend * Math.max(Math.abs(xb - xa), Math.abs(yb - ya));
    if (x < Math.min(xa, xb) - slack || x > Math.max(xa, xb) + slack || y < Math.min(ya, yb) - slack || y > Math.max(ya, yb) + slack) continue;
    if (litmap.isHidden(map, a) || litmap.isHidden(map, b)) continue;
    const cx = (xa + xb) / 2 + bend * (yb - ya), cy = (ya + yb) / 2 - bend * (xb - xa);
    let px = xa, py = ya;
    for (let s = 1; s <= 16; s++) {
      const t = s / 16, u = 1 - t, qx = u * u * xa + 2 * u * t * cx + t * t * xb, qy = u * u * ya + 2 * u * t * cy + t * t * yb;
      const away = toSegment(x, y, px, py, qx, qy);
      if (away < least) { least = away; best = k; }
      px = qx; py = qy;
    }
  }
  return best;
};

function toSegment(x, y, xa, ya, xb, yb) {
  const dx = xb - xa, dy = yb - ya, t = Math.max(0, Math.min(1, ((x - xa) * dx + (y - ya) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - xa - t * dx, y - ya - t * dy);
}
