/* Which governments are tied to which, on a world that is cut in the Atlantic, so that the Pacific is whole?

   Reads the places and arcs beside the frame (#map-data, #map-words), draws them as soon as the map comes into view, and the
   coastlines when they have arrived. Everything it says is also in the table below the map. Sets no inline style. */

(() => {
  "use strict";

  const frame = document.getElementById("map");
  const dataElement = document.getElementById("map-data");
  if (!frame || !dataElement) return;

  const data = JSON.parse(dataElement.textContent);
  const words = JSON.parse(document.getElementById("map-words").textContent);
  const says = document.getElementById("map-says");
  const section = frame.closest(".map");
  const states = new Map(words.states.map((state) => [state.code, state]));
  const places = new Map(data.places.map((place) => [place.id, { ...place, degree: 0 }]));
  const arcs = data.arcs.filter((arc) => places.has(arc.from) && places.has(arc.to));
  for (const arc of arcs) for (const end of [arc.from, arc.to]) places.get(end).degree += 1;

  const CENTRE = 150; // degrees east; the cut then falls at 30° W, where no land is torn but Greenland's edge
  const SOUTH = -60, NORTH = 78; // what lies beyond has no governments that sign
  const MAX_ZOOM = 28;
  const FINE_ZOOM = 3.5; // from here on the coarse coastlines look wrong and the finer ones are fetched
  const TOUCH = 24; // px, the least size of a target
  const MERGE = 15; // px, closer places become one dot with a number
  const SAMPLES = Math.max(4, Math.min(60, Math.round(6000 / arcs.length))); // points along a line that names try not to cover
  const MARKED = new Set(["ended", "cannot_be_said"]); // their shape stands on the line

  const view = { zoom: 1, lon: CENTRE, lat: 12 };
  let lines = [], width = 0, height = 0, land = null, borders = null, fineness = "", projection = null, focusKey = null, hasFocus = false;

  // --- small helpers -------------------------------------------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";
  function make(name, attributes, parent) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    if (parent) parent.append(node);
    return node;
  }
  const say = (text) => { says.textContent = text; };
  const countries = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
  const describePlace = (place) => `${place.name}, ${place.country ? countries.of(place.country) : "?"} · ${place.note || words.ties.replace("%(n)s", place.degree)}`;
  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  function describeArc(arc) {
    const state = states.get(arc.state);
    const parts = [arc.label];
    if (state) parts.push(state.word);
    if (arc.uncertain) parts.push(words.uncertain);
    return parts.join(" · ");
  }

  // --- frame, tools, legend ------------------------------------------------------------------------------------------

  frame.classList.remove("is-empty");
  const svg = make("svg", { class: "map-svg", role: "group", "aria-label": words.map }, frame);
  const sheet = make("g", {}, svg); // moved as a whole while it is dragged
  const landPath = make("path", { class: "map-land" }, sheet);
  const borderPath = make("path", { class: "map-borders" }, sheet);
  const arcLayer = make("g", {}, sheet);
  const placeLayer = make("g", {}, sheet);

  const tools = document.createElement("div");
  tools.className = "map-tools";
  function tool(text, label, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    if (label) button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
    tools.append(button);
  }
  tool("+", words.zoom_in, () => zoomTo(view.zoom * 1.8));
  tool("−", words.zoom_out, () => zoomTo(view.zoom / 1.8));
  tool(words.world, "", () => { Object.assign(view, { zoom: 1, lon: CENTRE, lat: 12 }); draw(); });
  tool(words.home, "", () => { Object.assign(view, { lon: 112, lat: -4 }); zoomTo(homeZoom()); });
  frame.append(tools);

  function homeZoom() {
    return width < 600 ? 7 : 6;
  }

  function zoomTo(zoom) {
    view.zoom = clamp(zoom, 1, MAX_ZOOM);
    draw();
  }

  function legend() {
    const list = document.createElement("ul");
    list.className = "legend map-legend";
    for (const state of words.states) {
      const count = arcs.filter((arc) => arc.state === state.code).length;
      if (!count) continue;
      const item = document.createElement("li");
      const sample = make("svg", { width: 44, height: 14, viewBox: "0 0 44 14", "aria-hidden": "true" });
      const group = make("g", { class: `map-arc s-${state.code}` }, sample);
      make("path", { class: "line", d: "M2 7H42" }, group);
      if (MARKED.has(state.code)) make("text", { class: "map-arc-mark", x: 22, y: 7 }, sample).textContent = state.glyph;
      item.append(sample, `${state.word} (${count})`);
      list.append(item);
    }
    says.after(list);
  }

  // --- projection ----------------------------------------------------------------------------------------------------

  function project() {
    width = frame.clientWidth;
    const rotated = d3.geoNaturalEarth1().rotate([-CENTRE, 0]);
    rotated.fitWidth(width, { type: "Sphere" });
    const whole = rotated([CENTRE, SOUTH])[1] - rotated([CENTRE, NORTH])[1];
    height = Math.round(Math.max(whole, Math.min(width * 0.62, 320))); // a phone gets sea above and below, and room to zoom
    rotated.scale(rotated.scale() * view.zoom).translate([0, 0]);
    const [x, y] = rotated([view.lon, view.lat]);
    const west = rotated([CENTRE - 179.9, 0])[0], east = rotated([CENTRE + 179.9, 0])[0];
    const top = rotated([CENTRE, NORTH])[1], bottom = rotated([CENTRE, SOUTH])[1];
    const dx = east - west <= width ? width / 2 - (east + west) / 2 : clamp(width / 2 - x, width - east, -west);
    const dy = bottom - top <= height ? height / 2 - (bottom + top) / 2 : clamp(height / 2 - y, height - bottom, -top);
    rotated.translate([dx, dy]).clipExtent([[-width / 4, -height / 4], [width * 1.25, height * 1.25]]).precision(0.3);
    const centre = rotated.invert([width / 2, height / 2]);
    if (centre) [view.lon, view.lat] = centre; // what was clamped must not be stored beyond the edge
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.classList.toggle("is-near", view.zoom > 1);
    return rotated;
  }

  // --- drawing -------------------------------------------------------------------------------------------------------

  function draw() {
    hasFocus = svg.contains(document.activeElement);
    sheet.removeAttribute("transform");
    projection = project();
    const path = d3.geoPath(projection).digits(1);
    landPath.setAttribute("d", (land && path(land)) || "");
    borderPath.setAttribute("d", (borders && path(borders)) || "");
    arcLayer.replaceChildren();
    placeLayer.replaceChildren();
    drawArcs(path);
    drawPlaces();
    const items = focusable();
    const current = items.find((item) => item.dataset.key === focusKey) || items[0];
    for (const item of items) item.setAttribute("tabindex", item === current ? "0" : "-1");
    if (hasFocus && current) current.focus({ preventScroll: true });
    if (view.zoom >= FINE_ZOOM) coast("fine");
  }

  function drawArcs(path) {
    lines = [];
    const seen = new Map(); // several ties of one pair lie side by side
    for (const arc of arcs) {
      const start = places.get(arc.from), end = places.get(arc.to);
      const ends = [[start.lon, start.lat], [end.lon, end.lat]];
      const along = d3.geoInterpolate(...ends);
      const d = path({ type: "LineString", coordinates: ends });
      if (!d) continue;
      const pair = [arc.from, arc.to].sort().join(" ");
      const before = seen.get(pair) || 0;
      seen.set(pair, before + 1);
      const link = make("a", { href: arc.url, class: `map-arc s-${arc.state}` }, arcLayer);
      if (before) link.setAttribute("transform", `translate(0 ${before * 5})`);
      link.dataset.key = `arc ${arc.url}`;
      link.dataset.ends = pair;
      make("title", {}, link).textContent = describeArc(arc);
      make("path", { class: "hit", d }, link);
      make("path", { class: "line", d }, link);
      if (MARKED.has(arc.state) || arc.uncertain) {
        const isEnded = arc.state === "ended";
        const middle = projection(along(isEnded ? 0.45 : 0.55)); // apart, where two lines run together
        const glyph = isEnded ? states.get("ended").glyph : "?";
        make("text", { class: "map-arc-mark", x: middle[0].toFixed(1), y: middle[1].toFixed(1) }, link).textContent = glyph;
      }
      for (let i = 0; i <= SAMPLES; i += 1) lines.push(projection(along(i / SAMPLES)));
      for (const event of ["focus", "pointerenter"]) link.addEventListener(event, () => say(describeArc(arc)));
      for (const event of ["blur", "pointerleave"]) link.addEventListener(event, () => say(""));
    }
  }

  function gather() {
    const visible = [];
    for (const place of places.values()) {
      const [x, y] = projection([place.lon, place.lat]);
      if (x > -5 && x < width + 5 && y > -5 && y < height + 5) visible.push({ place, x, y });
    }
    visible.sort((a, b) => b.place.degree - a.place.degree || a.place.name.localeCompare(b.place.name));
    const groups = [];
    for (const spot of visible) {
      const near = groups.find((group) => Math.hypot(group.x - spot.x, group.y - spot.y) < MERGE);
      if (!near) groups.push({ x: spot.x, y: spot.y, spots: [spot] });
      else if (view.zoom < MAX_ZOOM) near.spots.push(spot);
      else groups.push({ x: near.x + TOUCH * groups.filter((group) => group.beside === near).length + TOUCH, y: near.y, spots: [spot], beside: near });
    }
    return groups.sort((a, b) => a.x - b.x);
  }

  function drawPlaces() {
    const groups = gather();
    const taken = groups.map(({ x, y }) => [x - 7, y - 7, x + 7, y + 7]);
    if (getComputedStyle(tools).position === "absolute") taken.push([width - tools.offsetWidth - 16, 0, width, tools.offsetHeight + 14]);
    const drawn = groups.map((group) => [group, group.spots.length > 1 ? drawMany(group) : drawOne(group)]);
    const weight = (group) => group.spots.reduce((sum, spot) => sum + spot.place.degree, 0);
    for (const [group, link] of drawn.sort((a, b) => weight(b[0]) - weight(a[0]))) placeName(group, link, taken);
  }

  function drawOne({ x, y, spots: [{ place }] }) {
    const link = make("a", { href: place.url, class: "map-place" }, placeLayer);
    dress(link, `place ${place.id}`, describePlace(place), [place.id]);
    make("circle", { class: "hit", cx: x, cy: y, r: TOUCH / 2 }, link);
    make("circle", { class: "dot", cx: x, cy: y, r: 4 }, link);
    link.dataset.name = place.name;
    return link;
  }

  function drawMany(group) {
    const names = group.spots.map((spot) => spot.place.name);
    const link = make("a", { href: "#map", class: "map-place is-many", role: "button" }, placeLayer);
    const listed = names.slice(0, 6).join(", ") + (names.length > 6 ? "…" : "");
    dress(link, `place ${group.spots[0].place.id}`, words.many.replace("%(names)s", listed), group.spots.map((spot) => spot.place.id));
    make("circle", { class: "hit", cx: group.x, cy: group.y, r: TOUCH / 2 }, link);
    make("circle", { class: "dot", cx: group.x, cy: group.y, r: 8 }, link);
    make("text", { class: "count", x: group.x, y: group.y }, link).textContent = names.length;
    link.dataset.name = names.length === 2 ? names.join(", ") : `${names[0]} +${names.length - 1}`;
    link.addEventListener("click", (event) => { event.preventDefault(); open(group); });
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); open(group); } });
    return link;
  }

  function open(group) {
    const xs = group.spots.map((spot) => spot.x), ys = group.spots.map((spot) => spot.y);
    const spread = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 0.5);
    const middle = projection.invert([(Math.max(...xs) + Math.min(...xs)) / 2, (Math.max(...ys) + Math.min(...ys)) / 2]);
    [view.lon, view.lat] = middle;
    focusKey = `place ${group.spots[0].place.id}`;
    zoomTo(clamp(view.zoom * 0.4 * Math.min(width, height) / spread, view.zoom * 2, MAX_ZOOM));
  }

  function dress(link, key, text, ids) {
    link.dataset.key = key;
    make("title", {}, link).textContent = text;
    const light = (on) => {
      svg.classList.toggle("has-lit", on);
      for (const arc of arcLayer.children) arc.classList.toggle("is-lit", on && ids.some((id) => arc.dataset.ends.split(" ").includes(String(id))));
      say(on ? text : "");
    };
    for (const event of ["focus", "pointerenter"]) link.addEventListener(event, () => light(true));
    for (const event of ["blur", "pointerleave"]) link.addEventListener(event, () => light(false));
  }

  function placeName({ x, y, spots }, link, taken) {
    const text = make("text", { class: "name" }, link);
    text.textContent = link.dataset.name;
    const long = text.getComputedTextLength(), gap = spots.length > 1 ? 12 : 8;
    const choices = [
      [x + gap, y + 4], [x - gap - long, y + 4], [x - long / 2, y - gap - 2], [x - long / 2, y + gap + 11],
      [x + gap - 2, y - 7], [x + gap - 2, y + 15], [x - gap - long + 2, y - 7], [x - gap - long + 2, y + 15],
    ];
    const own = [x - 7, y - 7, x + 7, y + 7].join();
    let best = null;
    for (const [left, base] of choices) {
      const box = [left - 2, base - 11, left + long + 2, base + 4];
      if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height) continue;
      if (taken.some((other) => other.join() !== own && overlap(box, other))) continue;
      const covered = lines.filter((point) => point[0] > box[0] && point[0] < box[2] && point[1] > box[1] && point[1] < box[3]).length;
      if (!best || covered < best.covered) best = { left, base, box, covered };
    }
    if (!best) return text.remove(); // no room: the name is in the title, the line below the map and the table
    text.setAttribute("x", best.left.toFixed(1));
    text.setAttribute("y", best.base.toFixed(1));
    taken.push(best.box);
  }

  function overlap(a, b) {
    return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  }

  // --- keyboard: one stop for the whole map, arrows go from item to item -----------------------------------------------

  function focusable() {
    return [...placeLayer.children, ...arcLayer.children];
  }

  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const items = focusable();
    const at = items.indexOf(document.activeElement);
    if (event.key === "+" || event.key === "-") return zoomTo(view.zoom * (event.key === "+" ? 1.8 : 1 / 1.8));
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    items[at].setAttribute("tabindex", "-1");
    const next = items[(at + steps[event.key] + items.length) % items.length];
    next.setAttribute("tabindex", "0");
    focusKey = next.dataset.key;
    next.focus({ preventScroll: true });
  });
  svg.addEventListener("focusin", (event) => { focusKey = event.target.dataset.key || focusKey; });

  // --- moving the map with the pointer -----------------------------------------------------------------------------------

  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0) drag = { x: event.clientX, y: event.clientY, dx: 0, dy: 0, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.dx = event.clientX - drag.x;
    drag.dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(drag.dx, drag.dy) < 5) return;
    if (!drag.moved) svg.setPointerCapture(event.pointerId);
    drag.moved = true;
    sheet.setAttribute("transform", `translate(${drag.dx} ${drag.dy})`);
  });
  svg.addEventListener("pointerup", () => {
    const done = drag;
    if (!done || !done.moved) { drag = null; return; }
    const to = projection.invert([width / 2 - done.dx, height / 2 - done.dy]);
    if (to) [view.lon, view.lat] = to;
    draw();
    setTimeout(() => { drag = null; }); // after the click that follows, which is no click
  });
  svg.addEventListener("pointercancel", () => { drag = null; sheet.removeAttribute("transform"); });
  svg.addEventListener("click", (event) => { if (drag && drag.moved) { event.preventDefault(); event.stopPropagation(); } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  // --- coming into view ----------------------------------------------------------------------------------------------

  async function coast(wanted) {
    if (fineness === wanted || fineness === "fine") return;
    fineness = wanted;
    try {
      const answer = await fetch(wanted === "fine" ? frame.dataset.worldFine : frame.dataset.world);
      if (!answer.ok) throw new Error(String(answer.status));
      const world = await answer.json();
      if (fineness !== wanted) return; // the finer ones came first
      land = topojson.feature(world, world.objects.land);
      borders = topojson.mesh(world, world.objects.countries, (a, b) => a !== b);
      frame.classList.add("is-drawn"); // a map without coastlines is not printed
      draw();
    } catch {
      if (!land) say(words.failed);
    }
  }

  function begin() {
    draw();
    legend();
    new ResizeObserver(() => { if (frame.clientWidth !== width) draw(); }).observe(frame);
    coast("coarse");
  }

  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    begin();
  }, { rootMargin: "200px" });
  watcher.observe(section);
})();
