// Sends a file by XMLHttpRequest: fetch tells nothing of an upload's progress, and the file never passes through .NET's memory.

const running = new Map();

// Answers { status, body }; status 0: no connection, -1: taken back.
export function send(key, file, name, url, owner) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    running.set(key, request);
    const end = (status, body) => { running.delete(key); resolve({ status, body }); };
    request.open('POST', url);
    request.upload.onprogress = event => {
      if (event.lengthComputable) owner.invokeMethodAsync('OnProgress', event.loaded / event.total);
    };
    request.onload = () => end(request.status, request.responseText);
    request.onerror = () => end(0, '');
    request.onabort = () => end(-1, '');
    const form = new FormData();
    form.append('file', file, name);
    request.send(form);
  });
}

export const abort = key => running.get(key)?.abort();
