// The map of a literature to move about in. It draws on a canvas what the picture shows, and says the same as the table.
//
// Links and circles are drawn once into a picture larger than the frame, a few milliseconds at a time; while the map
// moves, that picture is moved and only the labels are drawn anew. So moving costs the same for ten items and ten thousand.
"use strict";
(() => {
  const box = document.getElementById("litmap");
  const told = document.getElementById("litmap-words");
  if (!box || !told || !window.fetch || !HTMLCanvasElement.prototype.getContext) return;
  const words = JSON.parse(told.textContent);
  const SLICE = 7;          // milliseconds of drawing per frame
  const REST = 90;          // milliseconds without movement after which the picture is drawn sharp
  const MARGIN = 0.3;       // the picture reaches so far beyond the frame, as a share of it
  const MOST_LABELS = 160;
  const LIMITS = [0, 200, 1000, 5000, 20000, 50000];
  const still = box.querySelector(".litmap-still");

  // --- the map as columns -------------------------------------------------------------------------------------------

  let n, X, Y, R, F, Z, C, order, rank, place, data, first, near, strength, LA, LB, LS, cells, side, colours, score;
  let low, high, ref;

  function load(found) {
    data = found;
    n = data.labels.length;
    X = Float64Array.from(data.x);
    Y = Float64Array.from(data.y, (y) => -y);
    C = Int32Array.from(data.c);
    Z = Float64Array.from(data.z, (z) => (z === null ? Infinity : z));
    const mean = data.w.reduce((sum, w) => sum + w, 0) / n || 1;
    const scale = Math.min(1.3, Math.max(0.22, Math.sqrt(400 / n)));
    const root = data.w.map((w) => Math.sqrt(w / mean));
    R = Float64Array.from(root, (r) => Math.min(scale * Math.max(8 * r, 2.5), 40 * scale + 20));
    F = Float64Array.from(root, (r) => Math.min(26, Math.max(11, scale * (9 + 4 * r))));
    const links = data.l.length / 3;
    LA = new Int32Array(links); LB = new Int32Array(links); LS = new Float64Array(links);
    const degree = new Int32Array(n + 1), total = new Float64Array(n);
    for (let k = 0; k < links; k++) {
      const a = (LA[k] = data.l[3 * k]), b = (LB[k] = data.l[3 * k + 1]), s = (LS[k] = data.l[3 * k + 2]);
      degree[a + 1]++; degree[b + 1]++; total[a] += s; total[b] += s;
    }
    for (let i = 0; i < n; i++) degree[i + 1] += degree[i];
    first = degree.slice(); near = new Int32Array(2 * links); strength = new Float64Array(2 * links);
    const at = degree.slice();
    for (let k = 0; k < links; k++) {
      const a = LA[k], b = LB[k];
      near[at[a]] = b; strength[at[a]++] = LS[k];
      near[at[b]] = a; strength[at[b]++] = LS[k];
    }
    order = [...Array(n).keys()].sort((a, b) => total[b] - total[a] || data.w[b] - data.w[a] || a - b);
    rank = new Int32Array(n);
    order.forEach((item, position) => { rank[item] = position; });
    place = new Map(data.ids.map((id, i) => [id, i]));
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    for (let i = 0; i < n; i++) {
      x0 = Math.min(x0, X[i]); x1 = Math.max(x1, X[i]); y0 = Math.min(y0, Y[i]); y1 = Math.max(y1, Y[i]);
    }
    low = [x0, y0]; high = [x1, y1];
    // The scale of the sheet on which the server placed the labels.
    ref = Math.min(1140 / Math.max(x1 - x0, 1), 790 / Math.max(y1 - y0, 1));
    side = Math.max(1, Math.ceil(Math.sqrt(n / 4)));
    cells = Array.from({ length: side * side }, () => []);
    for (let i = 0; i < n; i++) cells[cell(X[i], Y[i])].push(i);
    score = box.dataset.score && data.scores[box.dataset.score] ? data.scores[box.dataset.score] : null;
    colour();
  }

  function cell(x, y) {
    const along = (v, axis) => Math.min(side - 1, Math.max(0, Math.floor(((v - low[axis]) / (high[axis] - low[axis] || 1)) * side)));
    return along(y, 1) * side + along(x, 0);
  }

  // --- colours ------------------------------------------------------------------------------------------------------

  const look = {};
  let range = [0, 1];

  function colour() {
    const style = getComputedStyle(box);
    for (const name of ["paper", "ink", "ink-soft", "accent", "line-strong"]) look[name] = style.getPropertyValue(`--${name}`).trim();
    look.font = getComputedStyle(document.body).fontFamily;
    if (!score) {
      colours = Array.from(C, (c) => (c > 0 && c <= words.colours.length ? words.colours[c - 1] : words.other));
      return;
    }
    const known = score.filter((v) => v !== null).sort((a, b) => a - b);
    range = nice(known[Math.floor(0.1 * (known.length - 1))], known[Math.ceil(0.9 * (known.length - 1))]);
    colours = score.map((v) => (v === null ? words.other : ramp((v - range[0]) / (range[1] - range[0] || 1))));
  }

  function nice(from, to) {
    if (!(to > from)) return [from - 0.5, from + 0.5];
    let step = 10 ** Math.floor(Math.log10(to - from));
    for (const part of [0.1, 0.2, 0.5, 1]) if ((to - from) / (step * part) <= 10) { step *= part; break; }
    return [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  }

  function ramp(share) {
    const stops = words.ramp, at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
    const i = Math.min(stops.length - 2, Math.floor(at)), part = Math.round((at - i) * 4) / 4; // few colours, few strokes
    const mix = [1, 3, 5].map((k) => {
      const a = parseInt(stops[i].slice(k, k + 2), 16), b = parseInt(stops[i + 1].slice(k, k + 2), 16);
      return Math.round(a + (b - a) * part).toString(16).padStart(2, "0");
    });
    return `#${mix.join("")}`;
  }

  // --- the frame ----------------------------------------------------------------------------------------------------

  const stage = document.createElement("div");
  const canvas = document.createElement("canvas");
  const says = document.createElement("p"), live = document.createElement("p"), help = document.createElement("p");
  const tools = document.createElement("div");
  const pen = canvas.getContext("2d");
  let sheet = document.createElement("canvas"), next = document.createElement("canvas");
  let width = 0, height = 0, dpr = 1;
  const view = { k: 1, x: 0, y: 0 };        // a place (x, y) of the map lies at (x * k + view.x, y * k + view.y)
  let fit = 1, shot = null, job = null, due = 0, dirty = true, chosen = -1, over = -1, limit = 1000, drawn = false;

  function build() {
    stage.className = "litmap-stage";
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.map);
    canvas.setAttribute("aria-describedby", "litmap-help");
    help.id = "litmap-help"; help.className = "small soft litmap-help"; help.textContent = words.help;
    live.className = "visually-hidden"; live.setAttribute("role", "status");
    says.className = "litmap-says"; says.setAttribute("aria-hidden", "true");
    tools.className = "litmap-tools";
    const button = (sign, name, act) => {
      const made = document.createElement("button");
      made.type = "button"; made.className = "button"; made.textContent = sign; made.setAttribute("aria-label", name); made.title = name;
      made.addEventListener("click", act);
      tools.append(made);
    };
    button("+", words.in, () => zoom(1.5));
    button("−", words.out, () => zoom(1 / 1.5));
    button("⤢", words.all, () => { whole(); });
    button("‹", words.previous, () => walk(-1));
    button("›", words.next, () => walk(1));
    const label = document.createElement("label"), select = document.createElement("select");
    label.append(`${words.links} `, select);
    const usual = LIMITS.filter((most) => most < data.all || most === 0);
    for (const most of [...usual, data.all]) {
      const option = document.createElement("option");
      option.value = String(Math.min(most, LA.length));
      option.textContent = most.toLocaleString(document.documentElement.lang);
      if (most <= LA.length || most === data.all) select.append(option);
    }
    limit = Math.min(1000, LA.length);
    select.value = String(limit);
    select.addEventListener("change", () => { limit = Number(select.value); draw(); });
    tools.append(label);
    stage.append(canvas, tools, says);
    box.prepend(stage, help, live);
    if (score) box.querySelector(".litmap-stage").append(legend());
    still.hidden = true;
  }

  function legend() {
    const made = document.createElement("p"), bar = document.createElement("canvas");
    made.className = "litmap-legend";
    bar.width = 160; bar.height = 10; bar.setAttribute("aria-hidden", "true");
    const brush = bar.getContext("2d");
    for (let i = 0; i < 160; i++) { brush.fillStyle = ramp(i / 159); brush.fillRect(i, 0, 1, 10); }
    const say = (v) => (Number.isInteger(v) ? String(v) : v.toFixed(1));
    made.append(`${words.measures[box.dataset.score] || box.dataset.score}: ${say(range[0])} `, bar, ` ${say(range[1])}`);
    return made;
  }

  function size() {
    const area = canvas.getBoundingClientRect(); // the frame without what stands above it on a phone
    dpr = Math.min(2, window.devicePixelRatio || 1);
    if (!area.width || (Math.round(area.width) === width && Math.round(area.height) === height)) return;
    width = Math.round(area.width); height = Math.round(area.height);
    canvas.width = width * dpr; canvas.height = height * dpr;
    whole();
  }

  function whole() {
    const edge = 34;
    fit = Math.min((width - 2 * edge) / Math.max(high[0] - low[0], 1), (height - 2 * edge) / Math.max(high[1] - low[1], 1));
    view.k = fit;
    view.x = width / 2 - ((low[0] + high[0]) / 2) * fit;
    view.y = height / 2 - ((low[1] + high[1]) / 2) * fit;
    moved(true);
  }

  function zoom(by, x = width / 2, y = height / 2) {
    const k = Math.min(fit * 200, Math.max(fit * 0.5, view.k * by));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    moved();
  }

  function pan(dx, dy) { view.x += dx; view.y += dy; moved(); }

  function moved(now = false) {
    canvas.classList.toggle("is-near", view.k > fit * 1.05);
    due = now ? 0 : performance.now() + REST;
    job = null;
    draw(false);
  }

  const swell = () => Math.min(3.2, Math.max(0.7, (view.k / fit) ** 0.35));

  // --- drawing ------------------------------------------------------------------------------------------------------

  let asked = false;
  function draw(anew = true) {
    if (anew) { shot = anew === true ? null : shot; job = null; due = 0; }
    dirty = true;
    if (!asked) { asked = true; requestAnimationFrame(frame); }
  }

  function frame(now) {
    asked = false;
    if (!width) return;
    const stale = !shot || shot.k !== view.k || shot.x !== view.x || shot.y !== view.y || shot.limit !== limit;
    if (stale && !job && now >= due) job = paint();
    if (job) {
      const until = performance.now() + SLICE;
      let done = false;
      while (!done && performance.now() < until) done = job.next().done;
      if (done) { job = null; dirty = true; }
    }
    if (dirty) { compose(); dirty = false; }
    if (job || (stale && now < due)) { asked = true; requestAnimationFrame(frame); }
    if (shot && !job && !drawn) { drawn = true; performance.mark("litmap-drawn"); box.dataset.drawn = "1"; }
  }

  // Draws links and circles into the picture that is not shown, in steps, and then shows it.
  function* paint() {
    const at = { k: view.k, x: view.x, y: view.y, limit }, wide = width * (1 + 2 * MARGIN), tall = height * (1 + 2 * MARGIN);
    next.width = Math.round(wide * dpr); next.height = Math.round(tall * dpr);
    const brush = next.getContext("2d");
    brush.setTransform(dpr, 0, 0, dpr, dpr * width * MARGIN, dpr * height * MARGIN);
    brush.fillStyle = look.paper;
    brush.fillRect(-width * MARGIN, -height * MARGIN, wide, tall);
    const inside = [-width * MARGIN, -height * MARGIN, width * (1 + MARGIN), height * (1 + MARGIN)];
    const px = (i) => X[i] * at.k + at.x, py = (i) => Y[i] * at.k + at.y, grow = swell();
    yield* paintLinks(brush, px, py, inside, grow);
    yield* paintCircles(brush, px, py, inside, grow);
    [sheet, next] = [next, sheet];
    shot = at;
  }

  function* paintLinks(brush, px, py, inside, grow) {
    const most = Math.min(limit, LA.length);
    if (!most) return;
    let sum = 0;
    for (let k = 0; k < Math.min(1000, most); k++) sum += LS[k];
    const mean = sum / Math.min(1000, most), thin = Math.max(0.25, Math.min(1, Math.sqrt(1500 / most)));
    const groups = new Map();
    brush.globalAlpha = Math.max(0.12, 0.4 * thin);
    brush.lineCap = "round";
    const flush = (group) => { brush.strokeStyle = group.colour; brush.lineWidth = group.wide; brush.stroke(group.path); };
    for (let k = most - 1; k >= 0; k--) {
      const a = LA[k], b = LB[k], xa = px(a), ya = py(a), xb = px(b), yb = py(b);
      if ((xa < inside[0] && xb < inside[0]) || (xa > inside[2] && xb > inside[2]) || (ya < inside[1] && yb < inside[1]) || (ya > inside[3] && yb > inside[3])) continue;
      const colour = colours[a] === colours[b] ? colours[a] : look["line-strong"];
      const wide = Math.min(5, Math.max(0.5, Math.round(2.4 * Math.sqrt(LS[k] / mean) * thin) / 2)) * Math.sqrt(grow);
      const key = `${colour} ${wide}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { colour, wide, path: new Path2D(), count: 0 }));
      group.path.moveTo(xa, ya);
      if (most > 8000) group.path.lineTo(xb, yb);
      else group.path.quadraticCurveTo((xa + xb) / 2 + 0.2 * (yb - ya), (ya + yb) / 2 - 0.2 * (xb - xa), xb, yb);
      if (++group.count >= 60) { flush(group); groups.delete(key); yield; }
    }
    for (const group of groups.values()) { flush(group); yield; }
    brush.globalAlpha = 1;
  }

  function* paintCircles(brush, px, py, inside, grow) {
    const bySize = [...order].sort((a, b) => R[b] - R[a]);
    const numbered = !score;
    brush.textAlign = "center"; brush.textBaseline = "middle";
    for (let begin = 0; begin < n; begin += 200) {
      const groups = new Map();
      for (const i of bySize.slice(begin, begin + 200)) {
        const x = px(i), y = py(i), r = R[i] * grow;
        if (x + r < inside[0] || x - r > inside[2] || y + r < inside[1] || y - r > inside[3]) continue;
        let path = groups.get(colours[i]);
        if (!path) groups.set(colours[i], (path = new Path2D()));
        path.moveTo(x + r, y);
        path.arc(x, y, r, 0, 2 * Math.PI);
      }
      for (const [colour, path] of groups) {
        brush.globalAlpha = 0.82; brush.fillStyle = colour; brush.fill(path);
        brush.globalAlpha = 0.6; brush.strokeStyle = look.ink; brush.lineWidth = 0.6; brush.stroke(path);
      }
      brush.globalAlpha = 1;
      for (const i of bySize.slice(begin, begin + 200)) {
        const r = R[i] * grow;
        if (!numbered || r < 10 || C[i] < 1) continue;
        brush.font = `600 9px ${look.font}`;
        brush.fillStyle = "#000";
        brush.fillText(String(C[i]), px(i), py(i) - r + 7);
      }
      yield;
    }
  }

  // One frame: the picture moved to where the map is, what is lit, and the labels.
  function compose() {
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
    pen.fillStyle = look.paper;
    pen.fillRect(0, 0, width, height);
    if (shot) {
      const by = view.k / shot.k;
      const x = view.x - shot.x * by - width * MARGIN * by, y = view.y - shot.y * by - height * MARGIN * by;
      pen.drawImage(sheet, x, y, (sheet.width / dpr) * by, (sheet.height / dpr) * by);
    }
    const lit = over >= 0 ? over : chosen;
    labels(lit >= 0 ? light(lit) : null);
  }

  function light(item) {
    const px = (i) => X[i] * view.k + view.x, py = (i) => Y[i] * view.k + view.y, grow = swell();
    pen.globalAlpha = 0.72; pen.fillStyle = look.paper; pen.fillRect(0, 0, width, height);
    const around = [];
    for (let k = first[item]; k < first[item + 1]; k++) around.push(k);
    around.sort((a, b) => strength[b] - strength[a]);
    const top = around.length ? strength[around[0]] : 1;
    pen.globalAlpha = 0.55; pen.strokeStyle = look.accent;
    for (const k of around.slice(0, 300)) {
      const b = near[k], xa = px(item), ya = py(item), xb = px(b), yb = py(b);
      pen.lineWidth = 0.6 + 3.4 * Math.sqrt(strength[k] / top);
      pen.beginPath(); pen.moveTo(xa, ya);
      pen.quadraticCurveTo((xa + xb) / 2 + 0.2 * (yb - ya), (ya + yb) / 2 - 0.2 * (xb - xa), xb, yb);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    const shown = [item, ...around.slice(0, 300).map((k) => near[k])];
    for (const i of shown.slice().reverse()) {
      pen.beginPath(); pen.arc(px(i), py(i), R[i] * grow, 0, 2 * Math.PI);
      pen.fillStyle = colours[i]; pen.fill();
      pen.lineWidth = i === item ? 3 : 0.8; pen.strokeStyle = i === item ? look.accent : look.ink; pen.stroke();
    }
    return shown;
  }

  function labels(only) {
    const zoomed = view.k / ref, taken = [];
    let count = 0;
    pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
    for (const i of only || order) {
      if (!only && Z[i] > zoomed) continue;
      let x = X[i] * view.k + view.x;
      const y = Y[i] * view.k + view.y;
      if (x < -60 || x > width + 60 || y < -10 || y > height + 10) continue;
      const text = data.labels[i].length > 30 ? `${data.labels[i].slice(0, 29)}…` : data.labels[i];
      const big = only && i === only[0], font = big ? Math.max(14, F[i]) : F[i];
      const w = text.length * font * 0.56;
      if (x > 0 && x < width) x = Math.max(w / 2, Math.min(width - w / 2, x)); // a label at the edge stays whole
      if (only) {
        const at = [x - w / 2, y - font * 0.7, x + w / 2, y + font * 0.7];
        if (taken.some((t) => at[0] < t[2] && t[0] < at[2] && at[1] < t[3] && t[1] < at[3])) continue;
        taken.push(at);
      }
      pen.font = `${big ? 650 : 400} ${font}px ${look.font}`;
      pen.lineWidth = 3; pen.strokeStyle = look.paper; pen.globalAlpha = 0.75; pen.strokeText(text, x, y);
      pen.globalAlpha = 1; pen.fillStyle = look.ink; pen.fillText(text, x, y);
      if (++count >= MOST_LABELS) break;
    }
  }

  // --- choosing -----------------------------------------------------------------------------------------------------

  function under(x, y) {
    const wx = (x - view.x) / view.k, wy = (y - view.y) / view.k, grow = swell();
    const reach = 46 / view.k, found = new Set();
    for (const dx of [-reach, 0, reach]) for (const dy of [-reach, 0, reach]) found.add(cell(wx + dx, wy + dy));
    let best = -1, least = Infinity;
    for (const number of found) {
      for (const i of cells[number]) {
        const away = Math.hypot(X[i] - wx, Y[i] - wy) * view.k, edge = away - R[i] * grow;
        if (edge < 5 && away < least) { least = away; best = i; }
      }
    }
    return best;
  }

  function sentence(i) {
    const values = {
      label: data.labels[i], cluster: C[i] > 0 ? C[i] : words.unknown, links: first[i + 1] - first[i], rank: rank[i] + 1, all: n,
    };
    return words.says.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  function hover(i) {
    if (i === over) return;
    over = i;
    canvas.classList.toggle("is-over", i >= 0);
    says.textContent = i >= 0 ? sentence(i) : chosen >= 0 ? sentence(chosen) : "";
    draw(false);
  }

  function walk(by) {
    const from = over >= 0 ? over : chosen;
    const to = order[from < 0 ? (by > 0 ? 0 : n - 1) : (rank[from] + by + n) % n];
    const x = X[to] * view.k + view.x, y = Y[to] * view.k + view.y;
    if (x < 30 || y < 30 || x > width - 30 || y > height - 30) pan(width / 2 - x, height / 2 - y);
    hover(to);
    live.textContent = sentence(to);
  }

  let fetching = 0;
  async function choose(i, address) {
    chosen = i; over = -1;
    live.textContent = i < 0 ? words.let_go : words.chosen.replace("{label}", data.labels[i]);
    says.textContent = i < 0 ? "" : sentence(i);
    for (const row of document.querySelectorAll("#litmap-table tr[data-item]")) row.classList.toggle("is-chosen", Number(row.dataset.item) === i);
    draw(false);
    const url = new URL(address || box.dataset.page, location.href);
    if (!address && i >= 0) url.searchParams.set("item", data.ids[i]);
    if (score) { url.searchParams.set("view", "overlay"); url.searchParams.set("score", box.dataset.score); }
    history.replaceState(null, "", url);
    const mine = ++fetching;
    try {
      const answer = await fetch(url, { headers: { "X-Part": "item" } });
      const text = await answer.text();
      if (answer.ok && mine === fetching) document.getElementById("litmap-item").innerHTML = text;
    } catch { if (mine === fetching) location.assign(url); }
  }

  function follow(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = new URL(link.href, location.href), i = place.get(url.searchParams.get("item"));
    if (url.pathname !== location.pathname || i === undefined) return;
    event.preventDefault();
    choose(i, url);
    reveal(i);
    canvas.scrollIntoView({ block: "nearest" });
  }

  function reveal(i) {
    const x = X[i] * view.k + view.x, y = Y[i] * view.k + view.y;
    if (x < 20 || y < 20 || x > width - 20 || y > height - 20) pan(width / 2 - x, height / 2 - y);
  }

  // --- hands --------------------------------------------------------------------------------------------------------

  const fingers = new Map();
  let travelled = 0, apart = 0;

  const spot = (event) => { const area = canvas.getBoundingClientRect(); return [event.clientX - area.left, event.clientY - area.top]; };

  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, spot(event));
    canvas.setPointerCapture(event.pointerId);
    if (fingers.size === 1) travelled = 0;
    apart = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = spot(event), before = fingers.get(event.pointerId);
    if (!before) { hover(under(...now)); return; }
    fingers.set(event.pointerId, now);
    if (fingers.size === 1) {
      travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (travelled > 4) pan(now[0] - before[0], now[1] - before[1]);
    } else {
      const [one, other] = [...fingers.values()], far = Math.hypot(one[0] - other[0], one[1] - other[1]);
      travelled = 100;
      if (apart) zoom(far / apart, (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
      apart = far;
    }
  });
  const lift = (event) => {
    const was = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    apart = 0;
    if (was && event.type === "pointerup" && travelled <= 4) choose(under(...spot(event)));
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { if (!fingers.size) hover(-1); });
  canvas.addEventListener("dblclick", (event) => zoom(event.shiftKey ? 0.5 : 2, ...spot(event)));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return; // else the page could not be scrolled past the map
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), ...spot(event));
  }, { passive: false });

  canvas.addEventListener("keydown", (event) => {
    const arrows = { ArrowRight: [1, 1, 0], ArrowDown: [1, 0, 1], ArrowLeft: [-1, -1, 0], ArrowUp: [-1, 0, -1] }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (arrows && event.shiftKey) pan(-arrows[1] * 60, -arrows[2] * 60);
    else if (arrows) walk(arrows[0]);
    else if (event.key === "Home") { over = -1; chosen = -1; walk(1); }
    else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") whole();
    else if (event.key === "Enter" && over >= 0) choose(over);
    else if (event.key === "Escape") choose(-1);
    else return;
    event.preventDefault();
  });

  // --- begin --------------------------------------------------------------------------------------------------------

  fetch(box.dataset.url).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))).then((found) => {
    load(found);
    if (!n) return;
    build();
    size();
    new ResizeObserver(size).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colour(); draw(); });
    document.getElementById("litmap-item").addEventListener("click", follow);
    document.getElementById("litmap-table")?.addEventListener("click", follow);
    const given = place.get(box.dataset.item);
    if (given !== undefined) { chosen = given; says.textContent = sentence(given); reveal(given); draw(false); }
  }).catch(() => {
    const failed = document.createElement("p");
    failed.className = "small soft"; failed.setAttribute("role", "status"); failed.textContent = words.failed;
    box.append(failed);
  });
})();
