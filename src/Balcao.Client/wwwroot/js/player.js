// Sound in the thread. One plays at a time; the element is made when somebody first listens.

let playing;

export function make(owner, source, copy, mimeType) {
  let audio;
  let wanted = false; // what nobody wants to hear yet may fail in silence: pressed, it says so
  const tell = (name, ...values) => owner.invokeMethodAsync(name, ...values).catch(() => { /* the thread is gone */ });
  const open = () => {
    if (audio) return audio;
    audio = new Audio();
    audio.preload = 'metadata';
    // Older iPhones and Macs say of Ogg that they cannot: they get the copy.
    audio.src = copy && !audio.canPlayType(mimeType) ? copy : source;
    audio.preservesPitch = true;
    audio.onplay = () => {
      if (playing && playing !== audio) playing.pause();
      playing = audio;
      tell('OnPlaying', true);
    };
    audio.onpause = () => tell('OnPlaying', false);
    audio.onended = () => { audio.currentTime = 0; tell('OnTime', 0); };
    audio.ontimeupdate = () => tell('OnTime', audio.currentTime);
    audio.onloadedmetadata = () => { if (Number.isFinite(audio.duration)) tell('OnDuration', audio.duration); };
    audio.onerror = () => {
      if (copy && !audio.src.endsWith(copy)) { audio.src = copy; if (wanted) audio.play(); } else if (wanted) tell('OnBroken');
    };
    return audio;
  };
  return {
    toggle: rate => {
      const sound = open();
      wanted = true;
      if (sound.error) sound.load();
      sound.playbackRate = rate;
      if (sound.paused) sound.play().catch(() => { /* onerror has told it */ }); else sound.pause();
    },
    measure: () => { open(); },
    seek: seconds => { open().currentTime = seconds; },
    rate: value => { if (audio) audio.playbackRate = value; },
    stop: () => {
      if (!audio) return;
      audio.onerror = audio.onpause = null;
      audio.pause();
      audio.removeAttribute('src');
      if (playing === audio) playing = undefined;
    },
  };
}
