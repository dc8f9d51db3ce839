// Browser features that C# cannot reach: keys before the page scrolls, window focus, notifications.

const isEditable = e => e.closest?.('input, textarea, select, [contenteditable=true]');

const shortcutOf = event => {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === 'k') return 'palette';
  if (event.altKey && !command && event.key === 'ArrowDown') return 'nextChat';
  if (event.altKey && !command && event.key === 'ArrowUp') return 'previousChat';
  if (event.key === '?' && !command && !isEditable(event.target)) return 'help';
  return null;
};

export function listen(shell) {
  document.addEventListener('keydown', event => {
    const shortcut = shortcutOf(event);
    if (!shortcut) return;
    event.preventDefault();
    shell.invokeMethodAsync('OnShortcut', shortcut);
  });
  const tell = () => shell.invokeMethodAsync('OnFocusChanged', document.visibilityState === 'visible' && document.hasFocus());
  for (const name of ['focus', 'blur']) window.addEventListener(name, tell);
  document.addEventListener('visibilitychange', tell);
  window.addEventListener('online', () => shell.invokeMethodAsync('OnOnline'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', e => shell.invokeMethodAsync('OnSystemThemeChanged', e.matches));
  tell();
  const wide = matchMedia('(min-width: 1280px)');
  wide.addEventListener('change', e => shell.invokeMethodAsync('OnWideChanged', e.matches));
  shell.invokeMethodAsync('OnWideChanged', wide.matches);
}

// Where the focus goes on when the element that had it is gone, for example the button that closed a chat.
const isFocusLost = () => document.activeElement === document.body;
export const takeLostFocus = element => { if (isFocusLost()) element?.focus({ preventScroll: true }); };

// A field has the focus, so that it can be corrected at once; what belongs to no field is scrolled to.
export function showFault(form) {
  const field = form?.querySelector('[aria-invalid=true]');
  if (field) field.focus();
  else form?.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
}

const operable = ['a[href]', 'button', 'input', 'select', 'textarea'].map(kind => `${kind}:not(:disabled)`).join();

// After a dialog closes, the element that opened it gets the focus, or what stands in for it if it no longer exists.
export function watchDialogs(dialogs) {
  if (!dialogs) return; // another layout has replaced this one while the module was loading
  let opener;
  document.addEventListener('focusin', event => {
    if (dialogs.contains(event.target)) return;
    opener = event.target;
    // A menu gives the focus back to its button after the dialog that it opened has taken it.
    if (!opener.closest('.mud-popover, .mud-snackbar')) [...dialogs.querySelectorAll('.mud-dialog')].at(-1)?.querySelector(operable)?.focus();
  });
  new MutationObserver(() => {
    if (opener && !dialogs.querySelector('.mud-dialog')) takeLostFocus(opener.isConnected ? opener : document.querySelector('[data-focus-heir]'));
  }).observe(dialogs, { childList: true, subtree: true });
}

export const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

export function showTheme(dark) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setLanguageCookie(language) {
  document.cookie = `.AspNetCore.Culture=${encodeURIComponent(`c=${language}|uic=${language}`)};path=/;max-age=31536000;samesite=lax`;
}

// Arrow keys move the focus between the links of a list; the links stay ordinary links.
export function walkWithArrows(list) {
  if (!list) return;
  list.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || isEditable(event.target)) return;
    const rows = [...list.querySelectorAll('[data-row]')];
    if (rows.length === 0) return;
    event.preventDefault();
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  });
}

// Firefox drags nothing that carries no data.
export const dragRows = list => list?.addEventListener('dragstart', event => {
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', '');
});
export const scrollTo = id => document.getElementById(id)?.scrollIntoView({ block: 'nearest' });

export const copy = text => navigator.clipboard.writeText(text);

export const notificationPermission = () => 'Notification' in window ? Notification.permission : 'denied';

export const askForNotifications = () => 'Notification' in window ? Notification.requestPermission() : Promise.resolve('denied');

export function notify(title, body, tag, url) {
  if (notificationPermission() !== 'granted') return;
  const notice = new Notification(title, { body, tag, icon: '/favicon.svg' });
  notice.onclick = () => {
    window.focus();
    notice.close();
    Blazor.navigateTo(url);
  };
}

// Two soft tones, generated here, so that no file must be loaded. Browsers let a page be heard only after somebody has clicked
// or typed in it; tones that are asked for before would all sound at the first click.
let audio;
export async function chime() {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  if (audio.state === 'suspended') await audio.resume();
  [[660, 0], [880, 0.12]].forEach(([frequency, delay]) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + delay;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  });
}
