// What stands beside the map of a literature: a search that suggests items, and clusters that can be hidden.
"use strict";
litmap.listen = (map, act) => {
  suggest(map, act);
  const rows = [...document.querySelectorAll(".cluster-list li")];
  const boxes = rows.map((row) => {
    const number = Number(row.querySelector("a").dataset.cluster), tick = Object.assign(document.createElement("input"), { type: "checkbox" });
    tick.setAttribute("aria-label", litmap.fill(map.words.show_cluster, { cluster: number }));
    tick.title = tick.getAttribute("aria-label");
    tick.addEventListener("change", () => { act.hide(number, !tick.checked); row.classList.toggle("is-hidden", !tick.checked); });
    row.prepend(tick);
    return [number, tick, row];
  });
  litmap.listen.show = () => {
    for (const [number, tick, row] of boxes) {
      tick.checked = !map.hidden.has(number);
      row.classList.toggle("is-hidden", !tick.checked);
    }
  };
  litmap.listen.show();
};

// The search field as a combobox (ARIA): arrows walk through the suggestions, Enter chooses one in the map; without a
// suggestion Enter searches the table, as it does without scripts.
function suggest(map, act) {
  const field = document.getElementById("item-search");
  if (!field) return;
  const list = Object.assign(document.createElement("ul"), { id: "item-suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", map.words.suggestions);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) field.setAttribute(name, value);
  field.autocomplete = "off";
  field.form.append(list);
  let found = [], at = -1;

  const open = (is) => { list.hidden = !is; field.setAttribute("aria-expanded", String(is)); if (!is) { at = -1; field.removeAttribute("aria-activedescendant"); } };
  const mark = () => {
    [...list.children].forEach((row, k) => row.setAttribute("aria-selected", String(k === at)));
    if (at >= 0) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); } else field.removeAttribute("aria-activedescendant");
  };
  const take = (k) => { field.value = map.labels[found[k]]; act.choose(found[k]); open(false); };

  field.addEventListener("input", () => {
    found = litmap.search(map, field.value, 10);
    at = -1;
    list.replaceChildren(...found.map((i, k) => {
      const row = Object.assign(document.createElement("li"), { id: `item-suggestion-${k}` });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      const number = Object.assign(document.createElement("span"), { className: `cluster-number cluster-${map.C[i] > 0 && map.C[i] <= map.words.colours.length ? map.C[i] : "other"}`, textContent: map.C[i] > 0 ? map.C[i] : "" });
      row.append(number, ` ${map.labels[i]}`);
      return row;
    }));
    open(found.length > 0);
    if (field.value.trim()) act.tell(litmap.fill(map.words.suggested, { n: found.length }));
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % found.length;
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
    mark();
  });
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("li");
    event.preventDefault(); // the field keeps its focus
    if (row) take([...list.children].indexOf(row));
  });
  field.addEventListener("blur", () => open(false));
}
