// Records a voice note. Browsers that record Opus upload the recording unchanged. Safari's AAC is decoded here and
// uploaded as WAV, because the server has no AAC codec.
import { send as sendFile } from './upload.js';

const opus = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus'];
const voiceRate = 16000;
let current;

// Returns null, or the name of the error.
export async function start(owner) {
  cancel();
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return 'NotSupportedError';
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch (refused) {
    return refused.name;
  }
  const type = opus.find(t => MediaRecorder.isTypeSupported(t));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 32000 } : undefined);
  const parts = [];
  recorder.ondataavailable = event => { if (event.data.size > 0) parts.push(event.data); };
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 512 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const startedAt = performance.now();
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
    owner.invokeMethodAsync('OnLevel', Math.min(1, level * 4), performance.now() - startedAt);
  }, 100);
  const release = () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    context.close();
  };
  current = { recorder, parts, release, startedAt };
  recorder.start(1000);
  return null;
}

// Returns { url, ms } for playback; null: nothing was recorded.
export async function stop() {
  const mine = current;
  if (!mine || mine.recorder.state === 'inactive') return null;
  const ms = performance.now() - mine.startedAt;
  await new Promise(done => { mine.recorder.onstop = done; mine.recorder.stop(); });
  mine.release();
  const recorded = new Blob(mine.parts, { type: mine.recorder.mimeType });
  mine.file = /opus/.test(mine.recorder.mimeType) ? recorded : await toWav(recorded);
  mine.url = URL.createObjectURL(mine.file);
  return { url: mine.url, ms };
}

export function cancel() {
  if (!current) return;
  if (current.recorder.state !== 'inactive') {
    current.recorder.onstop = null;
    current.recorder.stop();
    current.release();
  }
  if (current.url) URL.revokeObjectURL(current.url);
  current = undefined;
}

export function send(key, url, owner) {
  const extension = /ogg/.test(current.file.type) ? 'ogg' : /webm/.test(current.file.type) ? 'webm' : 'wav';
  return sendFile(key, current.file, `audio.${extension}`, url, owner);
}

async function toWav(blob) {
  const context = new OfflineAudioContext(1, 1, voiceRate); // decoding resamples to this rate
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  const view = new DataView(new ArrayBuffer(44 + sound.length * 2));
  const text = (at, value) => [...value].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, 36 + sound.length * 2, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, voiceRate, true); view.setUint32(28, voiceRate * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, 'data'); view.setUint32(40, sound.length * 2, true);
  for (let i = 0; i < sound.length; i++) {
    const sample = channels.reduce((sum, c) => sum + c[i], 0) / channels.length;
    view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true);
  }
  return new Blob([view], { type: 'audio/wav' });
}
