"use strict";
document.querySelectorAll("table[data-sortable]").forEach((table) => {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const order = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
      const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * order(key(a), key(b)));
      body.append(...rows);
    });
  });
});
document.querySelectorAll("[data-filters]").forEach((form) => {
  const rows = [...document.getElementById(form.dataset.filters).querySelectorAll("[data-row]")];
  const told = form.querySelector("[data-count]");
  const search = form.querySelector("input");
  const choice = form.querySelector("select");
  form.hidden = false;
  const show = () => {
    const word = search ? search.value.trim().toLocaleLowerCase() : "";
    const kind = choice ? choice.value : "";
    let count = 0;
    rows.forEach((row) => {
      const fits = (!word || row.textContent.toLocaleLowerCase().includes(word)) && (!kind || row.dataset.row === kind);
      row.hidden = !fits;
      count += fits;
    });
    if (told) told.textContent = told.dataset.count.replace("{count}", count).replace("{all}", rows.length);
  };
  form.addEventListener("input", show);
  show();
});
