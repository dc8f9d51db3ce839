// The composer: Enter must not insert a line break before C# handles it; files can be pasted and dropped.
import { abort, send } from './upload.js';

// What is not in the page arrives as null, or as an object without an element if it was never drawn.
const isDrawn = element => element instanceof Element && element.isConnected;

export function watch(root, text, input) {
  if (!isDrawn(text)) return { stop: () => { /* nothing is listened to */ } };
  text.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) event.preventDefault();
  });
  const give = files => {
    if (files.length === 0 || input.disabled) return false;
    input.files = files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  text.addEventListener('paste', event => {
    if (event.clipboardData && give(event.clipboardData.files)) event.preventDefault();
  });
  let depth = 0;
  const mark = on => root.classList.toggle('dropping', on);
  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  const listeners = {
    dragenter: event => { if (hasFiles(event)) { event.preventDefault(); depth++; mark(true); } },
    dragover: event => { if (hasFiles(event)) event.preventDefault(); },
    dragleave: event => { if (hasFiles(event) && --depth <= 0) { depth = 0; mark(false); } },
    drop: event => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      mark(false);
      give(event.dataTransfer.files);
    },
  };
  const zone = root.closest('[data-dropzone]') ?? root;
  for (const [name, listener] of Object.entries(listeners)) zone.addEventListener(name, listener);
  return {
    stop: () => { for (const [name, listener] of Object.entries(listeners)) zone.removeEventListener(name, listener); },
  };
}

const headLength = 64;
const files = new Map();
let lastKey = 0;

// Keeps the chosen files, because the next choice replaces them, and returns their first bytes for the check.
export async function take(input) {
  const chosen = [...input.files];
  input.value = '';
  return Promise.all(chosen.map(async file => {
    const key = `file-${++lastKey}`;
    const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    files.set(key, { file, url });
    const head = new Uint8Array(await file.slice(0, headLength).arrayBuffer());
    return { key, name: file.name, size: file.size, type: file.type, head: btoa(String.fromCharCode(...head)), previewUrl: url };
  }));
}

export const sendUp = (key, url, owner) => send(key, files.get(key).file, files.get(key).file.name, url, owner);

// The preview is kept for the bubble, which shows it until the server's image is available.
export function drop(key, keepsPreview) {
  abort(key);
  const url = files.get(key)?.url;
  if (url && !keepsPreview) URL.revokeObjectURL(url);
  files.delete(key);
}

export const pick = input => input?.click();

// Inserts text at the caret and returns the whole text, or null without a text area; undo keeps working.
export function insert(text, piece) {
  if (!isDrawn(text)) return null;
  text.focus();
  text.setRangeText(piece, text.selectionStart, text.selectionEnd, 'end');
  return text.value;
}

// Returns whether the text area is there.
export function focusEnd(text) {
  if (!isDrawn(text)) return false;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  return true;
}
