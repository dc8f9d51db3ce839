// Text areas with a list of suggestions. While the list is open, its keys are for the list, which C# moves.
const keys = ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'];

// What is not in the page arrives as null, or as an object without an element if it was never drawn.
const isDrawn = element => element instanceof Element && element.isConnected;

export function watch(text) {
  if (!isDrawn(text)) return;
  text.addEventListener('keydown', event => {
    if (!keys.includes(event.key) || event.shiftKey || event.isComposing) return;
    if (text.getAttribute('aria-expanded') === 'true') event.preventDefault();
  });
}

// Where the caret is, or null without a text area.
export const caret = text => isDrawn(text) ? text.selectionStart : null;

// Replaces a part of the text, puts the caret behind it, and returns the whole text, or null without a text area; undo keeps working.
export function replace(text, from, to, piece) {
  if (!isDrawn(text)) return null;
  text.focus();
  text.setRangeText(piece, from, to, 'end');
  return text.value;
}
