// What must run in the browser: keeping conversations scrolled to their end, and playing voice notes.
(() => {
  const nearEnd = new WeakSet();
  const follow = talk => {
    if (talk.dataset.followed) return;
    talk.dataset.followed = '1';
    nearEnd.add(talk);
    talk.scrollTop = talk.scrollHeight;
    talk.addEventListener('scroll', () => {
      if (talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80) nearEnd.add(talk); else nearEnd.delete(talk);
    }, { passive: true });
    // Pictures change the height of the conversation when they have loaded.
    talk.addEventListener('load', () => { if (nearEnd.has(talk)) talk.scrollTop = talk.scrollHeight; }, true);
  };
  const settle = () => document.querySelectorAll('[data-talk]').forEach(talk => {
    follow(talk);
    if (nearEnd.has(talk)) talk.scrollTop = talk.scrollHeight;
  });
  new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
  settle();

  const clock = seconds => isFinite(seconds) ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}` : '';
  const show = audio => {
    const voice = audio.closest('[data-voice]');
    if (!voice) return;
    voice.style.setProperty('--done', audio.duration ? audio.currentTime / audio.duration : 0);
    voice.classList.toggle('playing', !audio.paused);
    voice.querySelector('[data-length]').textContent = clock(audio.paused && !audio.currentTime ? audio.duration : audio.currentTime);
  };
  for (const name of ['loadedmetadata', 'timeupdate', 'play', 'pause', 'ended'])
    document.addEventListener(name, event => { if (event.target instanceof HTMLAudioElement) show(event.target); }, true);
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-play]');
    if (button) {
      const audio = button.closest('[data-voice]').querySelector('audio');
      document.querySelectorAll('audio').forEach(other => { if (other !== audio) other.pause(); });
      if (audio.paused) audio.play().catch(() => show(audio)); else audio.pause();
    }
    const jump = event.target.closest('[data-jump]');
    if (jump) {
      event.preventDefault();
      const phone = document.getElementById(decodeURIComponent(jump.hash.slice(1)));
      const row = phone?.parentElement;
      row?.scrollTo({ left: phone.offsetLeft - row.firstElementChild.offsetLeft });
    }
  });
})();
