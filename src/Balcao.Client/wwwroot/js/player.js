// Audio in the thread. Only one plays at a time; the element is created on first use.

let playing;

export function make(owner, source, copy, mimeType) {
  let audio;
  let wanted = false; // errors are reported only after play was pressed
  const tell = (name, ...values) => owner.invokeMethodAsync(name, ...values).catch(() => { /* the component is disposed */ });
  const open = () => {
    if (audio) return audio;
    audio = new Audio();
    audio.preload = 'metadata';
    // Older iPhones and Macs report that they cannot play Ogg: they get the copy.
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
      if (sound.paused) sound.play().catch(() => { /* onerror reports it */ }); else sound.pause();
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
