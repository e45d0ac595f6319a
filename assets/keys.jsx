// Single keys that take the keyboard somewhere; they never act while somebody types.
// And what people expect of a menu: Escape or a click elsewhere closes it.
import { useEffect } from "react";
import { isTyping } from "./typing.js";

const PLACES = { q: "new-todo", "/": "search" };

export function Keys() {
  useEffect(() => {
    const elsewhere = ({ target }) => closeMenus((menu) => !menu.contains(target));
    const escape = (event) => {
      if (event.key === "Escape" && closeMenus(() => true)) event.preventDefault();
    };
    addEventListener("pointerdown", elsewhere);
    addEventListener("keydown", escape, true);
    return () => {
      removeEventListener("pointerdown", elsewhere);
      removeEventListener("keydown", escape, true);
    };
  }, []);
  useEffect(() => {
    const go = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place = document.getElementById(PLACES[event.key]);
      if (place) {
        event.preventDefault();
        place.focus();
      }
    };
    addEventListener("keydown", go);
    return () => removeEventListener("keydown", go);
  }, []);
  return null;
}

/** Close the open menus that are meant; returns whether there was one. */
function closeMenus(isMeant) {
  const menus = [...document.querySelectorAll("nav details[open]")].filter(isMeant);
  for (const menu of menus) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
  return menus.length > 0;
}
