// Single keys that take the keyboard somewhere. They never act while somebody types.
import { useEffect } from "react";

const PLACES = { q: "new-todo", "/": "search" };

export function Keys() {
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

const isTyping = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
