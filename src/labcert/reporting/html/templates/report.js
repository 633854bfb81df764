"use strict";
(() => {
  const form = document.getElementById("filter");
  const steps = [...document.querySelectorAll("article.step")];
  const groups = [...document.querySelectorAll("[data-group]")];
  const count = document.getElementById("antal");
  const none = document.getElementById("ingen");
  const texts = new Map();

  const text = (step) => {
    if (!texts.has(step)) texts.set(step, step.textContent.toLowerCase());
    return texts.get(step);
  };

  const fits = (step, wanted) =>
    (!wanted.outcome || step.dataset.outcome === wanted.outcome) &&
    (!wanted.mark || step.dataset.mark === wanted.mark) &&
    (!wanted.area || step.dataset.area === wanted.area) &&
    (!wanted.special || step.dataset.special.split(" ").includes(wanted.special)) &&
    (!wanted.row || step.dataset.row === wanted.row) &&
    (!wanted.party || step.dataset.parties.includes(`|${wanted.party}|`)) &&
    wanted.text.toLowerCase().split(/\s+/).every((word) => text(step).includes(word));

  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const step of steps) {
      step.hidden = !fits(step, wanted);
      shown += step.hidden ? 0 : 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("article.step:not([hidden])");
    none.hidden = shown > 0;
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{total}", steps.length);
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const step = target.closest("article.step");
    if (step) {
      if (step.hidden) form.reset(), apply();
      step.querySelector("details").open = true;
    }
    target.scrollIntoView();
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const button of document.querySelectorAll("[data-fold]"))
    button.addEventListener("click", () => {
      for (const step of steps) if (!step.hidden) step.querySelector("details").open = button.dataset.fold === "open";
    });
  for (const link of document.querySelectorAll("a[data-show], a[data-special]"))
    link.addEventListener("click", () => {
      form.reset();
      form.elements.outcome.value = link.dataset.show || "";
      form.elements.special.value = link.dataset.special || "";
      apply();
    });
  for (const link of document.querySelectorAll('a[href^="#"]'))
    link.addEventListener("click", () => setTimeout(() => link.hash === location.hash && reveal()));
  addEventListener("hashchange", reveal);
  form.hidden = false;
  document.documentElement.classList.add("js");
  apply();
  reveal();
})();
