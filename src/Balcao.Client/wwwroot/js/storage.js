// Reports what other tabs write into the shared storage: a browser tells it to every tab but the one that wrote.

export function listen(storage) {
  window.addEventListener('storage', event => {
    if (event.storageArea === localStorage) storage.invokeMethodAsync('OnChangedElsewhere', event.key);
  });
}
