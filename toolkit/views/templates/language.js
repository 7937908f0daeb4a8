"use strict";
(() => {
  const root = document.documentElement;
  const buttons = document.querySelectorAll("[data-set-lang]");
  const set = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.setLang === lang));
  };
  for (const button of buttons) button.addEventListener("click", () => set(button.dataset.setLang));
  set(root.dataset.lang);
})();
