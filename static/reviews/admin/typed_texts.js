// The texts that this browser keeps of what was typed, as {key, at, article, version, fields}.
//
// What IndexedDB says it has kept is on the disk, and outlives a browser that is killed in the
// same second. A page that is being left cannot wait for that: it hands its last words over to
// localStorage too, which the next page reads. Of two texts under one key the later one counts.
"use strict";

window.typedTexts = (() => {
  const PREFIX = "typed.";
  const STORE = "texts";
  const OLDEST_MILLISECONDS = 14 * 24 * 3600 * 1000;
  const LONGEST_TEXT = 1_500_000;
  const MOST_CHARACTERS = 4_000_000;
  // A database that hangs is as one that is refused.
  const PATIENCE_MILLISECONDS = 20_000;

  let opening = null;

  function database() {
    opening ??= new Promise((done, failed) => {
      const request = indexedDB.open("typed", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onerror = () => failed(request.error);
      setTimeout(failed, PATIENCE_MILLISECONDS, new Error("the database does not open"));
      request.onsuccess = () => {
        request.result.onclose = () => (opening = null);
        done(request.result);
      };
    });
    return opening;
  }

  // Resolves when all is done, for a change when it is on the disk.
  async function stored(mode, act) {
    const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
    const request = act(transaction.objectStore(STORE));
    if (mode === "readwrite") transaction.commit();
    return new Promise((done, failed) => {
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error);
    });
  }

  function handedOver() {
    const found = [];
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      try {
        found.push({ ...JSON.parse(localStorage.getItem(key)), key });
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found;
  }

  function handOver(text) {
    try {
      localStorage.setItem(text.key, JSON.stringify(text));
      return true;
    } catch {
      return false;
    }
  }

  // All texts, the latest first.
  async function all() {
    const found = new Map();
    for (const text of [...(await stored("readonly", (texts) => texts.getAll()).catch(() => [])), ...handedOver()]) {
      if (!(found.get(text.key)?.at > text.at)) found.set(text.key, text);
    }
    return [...found.values()].sort((a, b) => b.at - a.at);
  }

  // Whether it is kept. A page that `isLeft` may be gone before the answer is.
  async function keep(text, { isLeft = false } = {}) {
    if (size(text) > LONGEST_TEXT) return false;
    if (isLeft) handOver(text);
    try {
      await stored("readwrite", (texts) => texts.put(text));
    } catch {
      return handOver(text);
    }
    const older = handedOver().find(({ key, at }) => key === text.key && at <= text.at);
    if (older) localStorage.removeItem(text.key);
    return true;
  }

  async function remove(key) {
    localStorage.removeItem(key);
    await stored("readwrite", (texts) => texts.delete(key)).catch(() => {});
  }

  // Drops what is old or too much, and moves to the disk what pages have handed over.
  async function tidy() {
    const waiting = new Set(handedOver().map(({ key }) => key));
    let sum = 0;
    for (const text of await all()) {
      sum += size(text);
      const isOld = Date.now() - text.at > OLDEST_MILLISECONDS;
      if (isOld || sum > MOST_CHARACTERS) await remove(text.key);
      else if (waiting.has(text.key)) await keep(text);
    }
  }

  function size(text) {
    return JSON.stringify(text).length;
  }

  return { PREFIX, all, keep, remove, tidy };
})();
