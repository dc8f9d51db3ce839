// The scroller of a thread is a reversed column: the browser itself keeps the bottom in place when messages arrive, and
// the reading position when older ones are added above. This module only reports to C# what the browser does not.

export function watch(scroller, thread) {
  const top = scroller.querySelector('[data-edge=top]');
  const bottom = scroller.querySelector('[data-edge=bottom]');
  const observer = new IntersectionObserver(entries => {
    for (const entry of entries) {
      const name = entry.target === top ? 'OnTopReached' : 'OnBottomChanged';
      if (name === 'OnBottomChanged') thread.invokeMethodAsync(name, entry.isIntersecting);
      else if (entry.isIntersecting) thread.invokeMethodAsync(name);
    }
  }, { root: scroller, rootMargin: '400px 0px 24px 0px' });
  observer.observe(top);
  observer.observe(bottom);
  return { stop: () => observer.disconnect() };
}

export function toBottom(scroller) {
  scroller.scrollTop = 0;
}

export function toMessage(scroller, id) {
  const message = scroller.querySelector(`[data-message="${id}"]`);
  if (!message) return false;
  message.scrollIntoView({ block: 'center' });
  message.classList.remove('found');
  void message.offsetWidth;
  message.classList.add('found');
  message.focus({ preventScroll: true });
  return true;
}

// Called after each loaded page: the observer does not report a top edge that stays in view.
export function isTopVisible(scroller) {
  const top = scroller.querySelector('[data-edge=top]').getBoundingClientRect();
  return top.bottom >= scroller.getBoundingClientRect().top - 400;
}
