// Whether somebody is typing: then keys belong to the text.
const NOT_TYPED_IN = new Set(["checkbox", "radio", "button", "submit"]);

export const isTyping = (element) =>
  element.isContentEditable ||
  /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
  (element.tagName === "INPUT" && !NOT_TYPED_IN.has(element.type));
