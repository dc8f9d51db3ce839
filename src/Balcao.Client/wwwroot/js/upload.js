// Uploads a file by XMLHttpRequest, because fetch reports no upload progress. The file does not pass through .NET's memory.

const running = new Map();

// Returns { status, body }; status 0: no connection, -1: cancelled.
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
