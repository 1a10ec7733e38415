// The map of a literature to move about in. It draws on a canvas what the picture shows, and says the same as the table.
//
// What lies beneath the labels is drawn once into a picture larger than the frame, a few milliseconds at a time; while
// the map moves, that picture is moved and only the labels are set anew. So moving costs the same for ten items and ten
// thousand. The address of the page holds what is chosen and hidden, so that it can be sent and gone back to.
"use strict";
(() => {
  const box = document.getElementById("litmap"), told = document.getElementById("litmap-words");
  if (!box || !told || !window.fetch || !HTMLCanvasElement.prototype.getContext) return;
  const words = JSON.parse(told.textContent);
  const SLICE = 7;          // milliseconds of drawing per frame; nobody moves the map before it is drawn for the first time
  const FIRST_SLICE = 40;
  const REST = 90;          // milliseconds without movement after which the picture is drawn sharp
  const MARGIN = 0.3;       // the picture reaches so far beyond the frame, as a share of it
  const LIMITS = [0, 200, 1000, 5000, 20000, 50000];
  const panel = document.getElementById("litmap-item"), table = document.getElementById("litmap-table");

  const make = (name, css, text = "") => Object.assign(document.createElement(name), { className: css, textContent: text });
  const stage = make("div", "litmap-stage"), canvas = make("canvas", ""), tools = make("div", "litmap-tools no-print");
  const says = make("p", "litmap-says"), live = make("p", "visually-hidden"), help = make("p", "small soft litmap-help no-print", words.help);
  const loading = make("p", "litmap-loading", words.loading), more = Object.assign(make("a", "button litmap-more no-print", words.below), { href: "#litmap-item", hidden: true });
  const pen = canvas.getContext("2d");
  let map = null, sheet = document.createElement("canvas"), next = document.createElement("canvas");
  const frame = { width: 0, height: 0, dpr: 1, small: 1 }, look = {};
  const view = { k: 1, x: 0, y: 0, limit: 1000, swell: 1, view: box.dataset.view }; // (x, y) of the map lies at (x * k + view.x, …)
  const state = { chosen: -1, pair: -1, cluster: 0, over: -1, overLink: -1 };
  let fit = 1, shot = null, job = null, due = 0, dirty = true, drawn = false, rest = null;

  // --- the frame ----------------------------------------------------------------------------------------------------

  function begin() {
    live.setAttribute("role", "status");
    loading.setAttribute("role", "status");
    stage.append(loading);
    box.prepend(stage, help, live);
    help.id = "litmap-help";
  }

  function build() {
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.map);
    canvas.setAttribute("aria-describedby", "litmap-help");
    says.setAttribute("aria-hidden", "true");
    const button = (sign, name, act) => {
      const made = Object.assign(make("button", "button", sign), { type: "button", title: name });
      made.setAttribute("aria-label", name);
      made.addEventListener("click", act);
      tools.append(made);
    };
    button("+", words.in, () => zoom(1.5));
    button("−", words.out, () => zoom(1 / 1.5));
    button("⤢", words.all, () => whole());
    button("‹", words.previous, () => walk(-1));
    button("›", words.next, () => walk(1));
    if (view.view !== "density" && map.all) tools.append(limits());
    loading.remove();
    stage.append(canvas, tools, says, more);
    if (map.score) stage.append(legend());
  }

  function limits() {
    const label = make("label", "", `${words.links} `), select = document.createElement("select");
    const most = Math.min(map.all, words.most_links);
    for (const count of [...LIMITS.filter((one) => one < most), most]) {
      select.append(Object.assign(document.createElement("option"), { value: count, textContent: count.toLocaleString(document.documentElement.lang) }));
    }
    view.limit = Math.min(1000, most);
    select.value = String(view.limit);
    select.addEventListener("change", () => {
      view.limit = Number(select.value);
      if (view.limit > map.sent) allLinks();
      draw();
    });
    label.append(select);
    return label;
  }

  // The links beyond those that came with the map; once, and only where there are more.
  function allLinks() {
    if (map.sent >= Math.min(map.all, words.most_links)) return Promise.resolve();
    rest ||= fetch(box.dataset.links).then((answer) => answer.json()).then((found) => {
      const short = view.limit > map.sent;
      litmap.link(map, map.list.concat(found.l));
      draw(short);
    }).catch(() => { rest = null; });
    return rest;
  }

  function legend() {
    const made = make("p", "litmap-legend"), bar = document.createElement("canvas"), say = (v) => (Number.isInteger(v) ? String(v) : v.toFixed(1));
    bar.width = 160; bar.height = 10; bar.setAttribute("aria-hidden", "true");
    const brush = bar.getContext("2d");
    for (let i = 0; i < 160; i++) { brush.fillStyle = litmap.ramp(words.ramp, i / 159); brush.fillRect(i, 0, 1, 10); }
    made.append(`${words.measures[box.dataset.score] || box.dataset.score}: ${say(map.range[0])} `, bar, ` ${say(map.range[1])}`);
    return made;
  }

  function colour() {
    const style = getComputedStyle(box);
    for (const name of ["paper", "ink", "ink-soft", "accent", "line-strong"]) look[name] = style.getPropertyValue(`--${name}`).trim();
    if (view.view === "density") Object.assign(look, { paper: "#fff", ink: "#111" }); // its colours begin with white
    look.font = getComputedStyle(document.body).fontFamily;
    litmap.colour(map);
    litmap.forget();
  }

  // Fits the canvas to its frame, to the pixel; what was in the middle stays there, at the zoom it had.
  function size() {
    const area = canvas.getBoundingClientRect(), dpr = Math.min(3, window.devicePixelRatio || 1); // without what stands above it on a phone
    const width = Math.round(area.width), height = Math.round(area.height);
    if (!width || !height || (width === frame.width && height === frame.height && dpr === frame.dpr)) return;
    const small = Math.min(1, Math.max(0.65, Math.sqrt(width / 870))); // on a phone circles and letters are smaller
    if (dpr !== frame.dpr || small !== frame.small) litmap.forget();
    const before = frame.width ? { x: (frame.width / 2 - view.x) / view.k, y: (frame.height / 2 - view.y) / view.k, zoomed: view.k / fit } : null;
    Object.assign(frame, { width, height, dpr, small });
    canvas.width = Math.round(width * dpr); canvas.height = Math.round(height * dpr);
    if (!before || Math.abs(before.zoomed - 1) < 0.01) { whole(); return; }
    fit = fitting();
    view.k = before.zoomed * fit;
    view.x = width / 2 - before.x * view.k; view.y = height / 2 - before.y * view.k;
    moved(true);
  }

  const fitting = () => Math.min((frame.width - 68) / map.wide, (frame.height - 68) / map.tall);

  function whole() {
    fit = view.k = fitting();
    view.x = frame.width / 2 - ((map.low[0] + map.high[0]) / 2) * fit;
    view.y = frame.height / 2 - ((map.low[1] + map.high[1]) / 2) * fit;
    moved(true);
  }

  function zoom(by, x = frame.width / 2, y = frame.height / 2) {
    const k = Math.min(fit * 200, Math.max(fit * 0.5, view.k * by));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    moved();
  }

  function pan(dx, dy) { view.x += dx; view.y += dy; moved(); }

  function moved(now = false) {
    view.swell = frame.small * Math.min(3.2, Math.max(0.7, (view.k / fit) ** 0.35));
    canvas.classList.toggle("is-near", view.k > fit * 1.05);
    due = now ? 0 : performance.now() + REST;
    job = null;
    draw(false);
  }

  // --- drawing ------------------------------------------------------------------------------------------------------

  let asked = false;
  function draw(anew = true) {
    if (anew) { shot = null; job = null; due = 0; }
    dirty = true;
    if (!asked) { asked = true; requestAnimationFrame(step); }
  }

  function step(now) {
    asked = false;
    if (!frame.width) return;
    const stale = !shot || ["k", "x", "y", "limit"].some((name) => shot[name] !== view[name]);
    if (stale && !job && now >= due) job = paint();
    if (job) {
      const until = performance.now() + (drawn ? SLICE : FIRST_SLICE);
      let done = false;
      while (!done && performance.now() < until) done = job.next().done;
      if (done) { job = null; dirty = true; }
    }
    if (dirty) { compose(); dirty = false; }
    if (job || (stale && now < due)) { asked = true; requestAnimationFrame(step); }
    if (shot && !job && !drawn) ready();
  }

  function ready() {
    drawn = true;
    performance.mark("litmap-drawn");
    box.dataset.drawn = "1";
    const line = navigator.connection || {};
    if (!line.saveData && !/2g|3g/.test(line.effectiveType || "")) setTimeout(allLinks, 200); // else when they are asked for
  }

  // Draws into the picture that is not shown, in steps, and then shows it.
  function* paint() {
    const at = { ...view }, { width, height, dpr } = frame, wide = width * (1 + 2 * MARGIN), tall = height * (1 + 2 * MARGIN);
    next.width = Math.round(wide * dpr); next.height = Math.round(tall * dpr);
    const brush = next.getContext("2d");
    brush.setTransform(dpr, 0, 0, dpr, dpr * width * MARGIN, dpr * height * MARGIN);
    brush.fillStyle = look.paper;
    brush.fillRect(-width * MARGIN, -height * MARGIN, wide, tall);
    yield* litmap.paint(map, brush, at, [-width * MARGIN, -height * MARGIN, width * (1 + MARGIN), height * (1 + MARGIN)], look);
    [sheet, next] = [next, sheet];
    shot = at;
  }

  // One frame: the picture moved to where the map is, what is lit, and the labels.
  function compose() {
    const { width, height, dpr } = frame;
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
    pen.fillStyle = view.view === "density" ? words.density[0] : look.paper;
    pen.fillRect(0, 0, width, height);
    if (shot) {
      const by = view.k / shot.k, x = view.x - shot.x * by - width * MARGIN * by, y = view.y - shot.y * by - height * MARGIN * by;
      pen.imageSmoothingEnabled = by === 1 || view.view === "density"; // while it is zoomed the picture may be rough
      pen.drawImage(sheet, x, y, (sheet.width / dpr) * by, (sheet.height / dpr) * by);
      pen.imageSmoothingEnabled = true;
    }
    let only = null, marked = [];
    const item = state.over >= 0 ? state.over : state.overLink >= 0 ? map.A[state.overLink] : state.chosen;
    const pair = state.over >= 0 ? -1 : state.overLink >= 0 ? map.B[state.overLink] : state.pair;
    if (item >= 0 && !litmap.isHidden(map, item)) {
      only = litmap.light(map, pen, view, look, item, pair, frame);
      marked = pair < 0 ? [item] : [item, pair];
    } else if (state.cluster) only = litmap.lightCluster(map, pen, view, look, state.cluster, frame);
    litmap.taken = litmap.labels(map, pen, view, look, frame, only, marked);
  }

  // --- choosing -----------------------------------------------------------------------------------------------------

  function hover(item, link = -1) {
    if (item === state.over && link === state.overLink) return;
    Object.assign(state, { over: item, overLink: link });
    canvas.classList.toggle("is-over", item >= 0 || link >= 0);
    says.textContent = item >= 0 ? litmap.sentence(map, item) : link >= 0 ? linkSentence(link) : state.chosen >= 0 ? litmap.sentence(map, state.chosen) : "";
    draw(false);
  }

  const linkSentence = (k) => litmap.fill(words.says_link, {
    one: map.labels[map.A[k]], other: map.labels[map.B[k]], strength: map.S[k].toLocaleString(document.documentElement.lang),
  });

  function walk(by) {
    let to = state.over >= 0 ? state.over : state.chosen;
    for (let i = 0; i < map.n; i++) {
      to = map.order[to < 0 ? (by > 0 ? 0 : map.n - 1) : (map.rank[to] + by + map.n) % map.n];
      if (!litmap.isHidden(map, to)) break;
    }
    reveal(to);
    hover(to);
    live.textContent = litmap.sentence(map, to);
  }

  // Shows the item that is chosen, or the link to ``pair``, or the cluster; nothing lets go of all.
  function choose(chosen, { pair = -1, cluster = 0, push = true } = {}) {
    Object.assign(state, { chosen, pair, cluster, over: -1, overLink: -1 });
    live.textContent = chosen >= 0 ? litmap.fill(words.chosen, { label: map.labels[chosen] }) : cluster ? litmap.fill(words.cluster, { cluster }) : words.let_go;
    says.textContent = chosen >= 0 ? litmap.sentence(map, chosen) : "";
    for (const row of document.querySelectorAll("#litmap-table tr[data-item]")) row.classList.toggle("is-chosen", Number(row.dataset.item) === chosen);
    for (const row of document.querySelectorAll(".cluster-list a")) row[Number(row.dataset.cluster) === cluster ? "setAttribute" : "removeAttribute"]("aria-current", "true");
    more.hidden = chosen < 0 && !cluster;
    draw(false);
    if (push) history.pushState(null, "", address());
    show();
  }

  // The address of what is shown: that of the map, with what is chosen and hidden.
  function address() {
    const url = new URL(box.dataset.page, location.href), set = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
    set("item", state.chosen >= 0 && map.ids[state.chosen]);
    set("with", state.pair >= 0 && map.ids[state.pair]);
    set("cluster", state.cluster);
    set("hide", [...map.hidden].sort((a, b) => a - b).join("."));
    return url;
  }

  let fetching = 0;
  async function show() {
    const mine = ++fetching, url = address();
    try {
      const answer = await fetch(url, { headers: { "X-Part": "item" } }), text = await answer.text();
      if (mine !== fetching) return;
      if (!answer.ok) throw new Error(String(answer.status));
      panel.innerHTML = text;
    } catch { if (mine === fetching) location.assign(url); }
  }

  function restore(url) {
    const named = url.searchParams, given = map.place.get(named.get("item")), other = map.place.get(named.get("with"));
    map.hidden = new Set((named.get("hide") || "").split(".").map(Number).filter((number) => number > 0));
    const found = { chosen: given ?? -1, pair: given === undefined ? -1 : other ?? -1, cluster: given === undefined ? Number(named.get("cluster")) || 0 : 0 };
    if (found.cluster && !map.C.includes(found.cluster)) found.cluster = 0;
    return found;
  }

  function reveal(i) {
    const x = map.X[i] * view.k + view.x, y = map.Y[i] * view.k + view.y;
    if (x < 30 || y < 30 || x > frame.width - 30 || y > frame.height - 30) pan(frame.width / 2 - x, frame.height / 2 - y);
  }

  function hide(cluster, is) {
    map.hidden[is ? "add" : "delete"](cluster);
    history.replaceState(null, "", address());
    draw();
  }

  window.addEventListener("popstate", () => {
    if (!map) return;
    const { chosen, pair, cluster } = restore(new URL(location.href));
    draw();
    choose(chosen, { pair, cluster, push: false });
    litmap.listen.show?.();
  });

  // --- hands --------------------------------------------------------------------------------------------------------

  const fingers = new Map();
  let travelled = 0, apart = 0;
  const spot = (event) => { const area = canvas.getBoundingClientRect(); return [event.clientX - area.left, event.clientY - area.top]; };
  const lit = () => state.chosen;

  function point(x, y) {
    const item = litmap.itemUnder(map, view, x, y);
    hover(item, item >= 0 || view.view === "density" ? -1 : litmap.linkUnder(map, view, x, y, lit()));
  }

  function hands() {
    canvas.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, spot(event));
      canvas.setPointerCapture(event.pointerId);
      if (fingers.size === 1) travelled = 0;
      apart = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const now = spot(event), before = fingers.get(event.pointerId);
      if (!before) { point(...now); return; }
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
      if (!was || event.type !== "pointerup" || travelled > 4) return;
      const item = litmap.itemUnder(map, view, ...spot(event));
      const link = item >= 0 || view.view === "density" ? -1 : litmap.linkUnder(map, view, ...spot(event), lit());
      if (link < 0) choose(item);
      else if (map.B[link] === state.chosen) choose(map.B[link], { pair: map.A[link] });
      else choose(map.A[link], { pair: map.B[link] });
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => { if (!fingers.size) hover(-1); });
    canvas.addEventListener("dblclick", (event) => zoom(event.shiftKey ? 0.5 : 2, ...spot(event)));
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) { // else the page could not be scrolled past the map
        says.textContent = words.wheel;
        return;
      }
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), ...spot(event));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const arrows = { ArrowRight: [1, 1, 0], ArrowDown: [1, 0, 1], ArrowLeft: [-1, -1, 0], ArrowUp: [-1, 0, -1] }[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (arrows && event.shiftKey) pan(-arrows[1] * 60, -arrows[2] * 60);
      else if (arrows) walk(arrows[0]);
      else if (event.key === "Home") { Object.assign(state, { over: -1, chosen: -1, pair: -1, cluster: 0 }); walk(1); }
      else if (event.key === "+" || event.key === "=") zoom(1.4);
      else if (event.key === "-") zoom(1 / 1.4);
      else if (event.key === "0") whole();
      else if (event.key === "Enter" && state.over >= 0) choose(state.over);
      else if (event.key === "Escape") choose(-1);
      else return;
      event.preventDefault();
    });
  }

  // Links to items, links and clusters of this very map are followed here; all else goes its way.
  function follow(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = new URL(link.href, location.href), i = map.place.get(url.searchParams.get("item")), cluster = Number(link.dataset.cluster);
    if (url.pathname !== location.pathname || (i === undefined && !cluster)) return;
    event.preventDefault();
    if (cluster) choose(-1, { cluster: cluster === state.cluster ? 0 : cluster });
    else {
      choose(i, { pair: map.place.get(url.searchParams.get("with")) ?? -1 });
      reveal(i);
    }
    canvas.scrollIntoView({ block: "nearest" });
  }

  // --- begin --------------------------------------------------------------------------------------------------------

  begin();
  fetch(box.dataset.url).then((answer) => (answer.status === 200 ? answer.json() : Promise.reject(answer.status))).then((found) => {
    if (!found.labels.length) { loading.remove(); return; }
    map = litmap.load(found, words, box.dataset.score);
    const { chosen, pair, cluster } = restore(new URL(location.href));
    build();
    colour();
    size();
    hands();
    new ResizeObserver(size).observe(canvas);
    window.addEventListener("resize", size); // another screen, another number of pixels
    for (const media of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      matchMedia(media).addEventListener("change", () => { colour(); draw(); });
    }
    for (const place of [panel, table, document.querySelector(".cluster-list")]) place?.addEventListener("click", follow);
    Object.assign(state, { chosen, pair, cluster });
    if (chosen >= 0) { says.textContent = litmap.sentence(map, chosen); reveal(chosen); }
    litmap.listen(map, { choose: (i) => { choose(i); reveal(i); canvas.scrollIntoView({ block: "nearest" }); }, hide, tell: (text) => { live.textContent = text; } });
    draw();
  }).catch(() => {
    for (const part of [stage, help, live]) part.remove();
    const image = Object.assign(document.createElement("img"), { src: box.dataset.picture, alt: box.dataset.alt, width: 1200, height: 900 });
    const failed = make("p", "small soft", words.failed);
    failed.setAttribute("role", "status");
    box.prepend(image);
    box.append(failed);
  });
})();
