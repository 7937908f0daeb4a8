(() => {
  // Every claim, cell, finding and place has a key. `graph` says which keys speak of each other, both ways round.
  const all = (key) => document.querySelectorAll(`[data-key~="${key}"]`);
  const graph = new Map();
  const controls = new Map();
  const join = (a, b) => {
    if (!graph.has(a)) graph.set(a, new Set());
    graph.get(a).add(b);
  };
  for (const control of document.querySelectorAll("[data-links]")) {
    const key = control.dataset.key;
    controls.set(key, control);
    for (const other of control.dataset.links.split(" ").filter(Boolean)) {
      join(key, other);
      join(other, key);
    }
  }
  const inspector = document.getElementById("inspector");
  const detail = document.getElementById("detail");
  const chips = document.getElementById("chips");
  const KIND = { c: "claim", t: "cell", f: "finding", p: "place", h: "heading", m: "metadata" };
  let chosen = null;

  const visible = (element) => element && element.getClientRects().length > 0;
  const inView = (element) => {
    const pane = element.closest(".tables");
    const scrolls = pane && pane.scrollHeight > pane.clientHeight + 1;
    const frame = scrolls ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const box = element.getBoundingClientRect();
    const floor = inspector.hidden ? innerHeight : inspector.getBoundingClientRect().top;
    return box.top >= Math.max(0, frame.top) && box.bottom <= Math.min(frame.bottom, floor);
  };
  const reveal = (key) => {
    const places = [...all(key)].filter((e) => !e.closest(".claims") && !e.closest(".findings"));
    const target = places.find(visible) || [...all(key)].find(visible);
    if (!target) return;
    const folded = target.closest("details:not([open])");
    if (folded) folded.open = true;
    if (!inView(target)) target.scrollIntoView({ block: "center", inline: "nearest", behavior: calm ? "auto" : "smooth" });
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const clear = () => {
    for (const element of document.querySelectorAll(".on,.lit")) element.classList.remove("on", "lit");
    for (const element of document.querySelectorAll('[data-links][aria-pressed="true"]')) element.setAttribute("aria-pressed", "false");
  };
  const word = (kind) => document.getElementById(`word-${KIND[kind]}`).cloneNode(true).childNodes;
  const span = (name, text) => {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  };
  const label = (key) => {
    const control = controls.get(key);
    const part = document.createElement("span");
    const kind = key[0];
    part.append(...word(kind));
    if (kind === "c" || kind === "f") part.append(` ${Number(key.slice(1)) + 1}`);
    if (control && kind !== "f") {
      part.append(" · ");
      if (control.dataset.gloss) part.append(span("zh", control.dataset.name), span("en", control.dataset.gloss));
      else part.append(control.dataset.name);
    }
    return part;
  };
  const describe = (key) => {
    detail.replaceChildren();
    const kind = key[0];
    if (kind === "f" || kind === "c") {
      const source = kind === "f" ? controls.get(key) : document.getElementById(`e${key.slice(1)}`);
      const pieces = kind === "f" ? source.children : source.cells;
      for (const piece of pieces) {
        const line = document.createElement("span");
        line.className = piece.className;
        if (piece.querySelector(".go")) line.textContent = `${piece.textContent}.`;
        else line.append(...[...piece.childNodes].map((node) => node.cloneNode(true)));
        detail.append(line);
      }
    } else {
      const line = label(key);
      const cell = document.getElementById(key);
      if (kind === "t" && cell) line.append(`: ${cell.querySelector(".shown").textContent}`);
      detail.append(line);
    }
  };
  const choose = (key, follow) => {
    clear();
    chosen = key;
    const linked = [...(graph.get(key) || [])];
    for (const other of linked) for (const element of all(other)) element.classList.add("lit");
    for (const element of all(key)) {
      element.classList.remove("lit");
      element.classList.add("on");
    }
    const control = controls.get(key);
    if (control) control.setAttribute("aria-pressed", "true");
    describe(key);
    chips.replaceChildren(
      ...[key, ...linked].filter((other) => all(other).length).map((other) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.show = other;
        button.append(label(other));
        item.append(button);
        return item;
      }),
    );
    inspector.hidden = false;
    if (!follow) return;
    // a claim shows its cells, a cell its claims, a finding its places in the text and in the tables
    const first = (kinds) => linked.find((other) => kinds.includes(other[0]));
    const targets = key[0] === "t" ? [first("c") || first("f")] : key[0] === "f" ? [first("t"), first("pchm")] : [first("t") || first("f")];
    for (const target of targets) if (target) reveal(target);
  };
  const close = () => {
    clear();
    const control = chosen && controls.get(chosen);
    chosen = null;
    inspector.hidden = true;
    if (control && inspector.contains(document.activeElement)) control.focus({ preventScroll: true });
  };
  const toggle = (key) => (key === chosen ? close() : choose(key, true));

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("#close")) return close();
    const shown = target.closest("[data-show]");
    if (shown) return reveal(shown.dataset.show);
    const go = target.closest("[data-go]");
    if (go) {
      choose(go.dataset.go, false);
      return reveal(go.dataset.go);
    }
    const control = target.closest("[data-links]");
    if (control) {
      event.preventDefault();
      return toggle(control.dataset.key);
    }
    const piece = target.closest("span[data-key]");
    if (piece && getSelection().isCollapsed) toggle(piece.dataset.key.split(" ").at(-1));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) close();
    if (event.key === " " && event.target.matches("a.n")) {
      event.preventDefault();
      toggle(event.target.dataset.key);
    }
  });
  const full = document.getElementById("full");
  full?.addEventListener("click", () => {
    const shown = !document.getElementById("findings").classList.toggle("compact");
    full.setAttribute("aria-pressed", String(shown));
  });
  const numbers = document.getElementById("numbers");
  numbers.addEventListener("click", () => {
    const shown = document.body.classList.toggle("show-numbers");
    numbers.setAttribute("aria-pressed", String(shown));
  });
})();
