(() => {
  const table = document.getElementById("reports");
  if (!table) return;
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  const text = new Intl.Collator("zh-CN", { numeric: true });
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    const shown = cell.dataset.value ?? cell.innerText;
    return kind === "number" ? (shown === "" ? -1 : Number(shown)) : shown;
  };
  headers.forEach((header, column) => {
    const button = header.querySelector("button");
    button.addEventListener("click", () => {
      const kind = button.dataset.sort;
      const before = header.getAttribute("aria-sort");
      // figures start with the largest, words with the first
      const down = before === "none" ? kind === "number" : before === "ascending";
      const compare = kind === "number" ? (a, b) => a - b : text.compare;
      const rows = [...body.rows].map((row) => [value(row, column, kind), row]);
      rows.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
      for (const other of headers) other.setAttribute("aria-sort", "none");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...rows.map(([, row]) => row));
    });
  });
})();
