// The scroller of a thread is a reversed column: its scrollTop is 0 at the bottom and negative above. It keeps its distance
// from the bottom by itself, so older messages that are put in front move nothing on screen. For all else the message at
// the top of the screen is held in its place here. The browser's own scroll anchoring is off (ThreadView.razor.css): at the
// very top it holds the list's edge or a date in place, and both stay above the older messages: the thread leaped by as
// many messages as were loaded.

const bottomTolerance = 24; // as in the observer's margin
const topMargin = 400; // older messages are requested before the reader is at the top
const holds = new WeakMap();

export function watch(scroller, thread) {
  if (!isDrawn(scroller)) return { stop: () => { /* nothing is observed */ } };
  const top = scroller.querySelector('[data-edge=top]');
  const bottom = scroller.querySelector('[data-edge=bottom]');
  const observer = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (entry.target === bottom) thread.invokeMethodAsync('OnBottomChanged', entry.isIntersecting);
      else if (entry.isIntersecting) thread.invokeMethodAsync('OnTopReached');
    }
  }, { root: scroller, rootMargin: `${topMargin}px 0px ${bottomTolerance}px 0px` });
  observer.observe(top);
  observer.observe(bottom);
  const release = holdPosition(scroller);
  return { stop: () => { observer.disconnect(); release(); } };
}

export function toBottom(scroller) {
  if (!isDrawn(scroller)) return;
  scroller.scrollTop = 0;
  holds.get(scroller)?.();
}

export function toMessage(scroller, id) {
  const message = isDrawn(scroller) ? scroller.querySelector(`[data-message="${id}"]`) : null;
  if (!message) return false;
  message.scrollIntoView({ block: 'center' });
  holds.get(scroller)?.();
  message.classList.remove('found');
  void message.offsetWidth;
  message.classList.add('found');
  message.focus({ preventScroll: true });
  return true;
}

// Called after each loaded page: the observer does not report a top edge that stays in view.
export function isTopVisible(scroller) {
  if (!isDrawn(scroller)) return false;
  const top = scroller.querySelector('[data-edge=top]').getBoundingClientRect();
  return top.bottom >= scroller.getBoundingClientRect().top - topMargin;
}

// What is not in the page arrives as null, or as an object without an element if it was never drawn.
const isDrawn = element => element instanceof Element && element.isConnected;

// Keeps the message that the reader sees first where it is, until the reader scrolls. Returns how to end it.
function holdPosition(scroller) {
  let held = null;
  const topOf = message => message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const hold = () => {
    const message = scroller.scrollTop < -bottomTolerance ? firstVisible(scroller) : null;
    held = message && { message, top: topOf(message) };
  };
  const restore = () => {
    if (!held) return;
    if (!held.message.isConnected) {
      hold();
      return;
    }
    const moved = topOf(held.message) - held.top;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
  };
  // Reports before the next painting, so that nobody sees the move.
  const sizes = new ResizeObserver(restore);
  for (const element of [scroller, ...scroller.children]) sizes.observe(element);
  scroller.addEventListener('scroll', hold, { passive: true });
  holds.set(scroller, hold);
  return () => {
    sizes.disconnect();
    scroller.removeEventListener('scroll', hold);
  };
}

// The uppermost message of which something is visible. They are in order, so half of them are left out at each step.
function firstVisible(scroller) {
  const messages = scroller.querySelectorAll('[data-message]');
  const { top } = scroller.getBoundingClientRect();
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].getBoundingClientRect().bottom > top) high = middle; else low = middle + 1;
  }
  return messages[low] ?? null;
}
