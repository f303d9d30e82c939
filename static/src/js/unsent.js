// Words that were typed into a live text and that the server has not said to be saved: this person's own changes, nothing else of a text, in this browser only.
// What is acknowledged goes at once; nothing is kept on a device that others use too; all of it goes at sign-out, and when somebody else signs in.
const database = "unsent";
const shelf = "texts";

const mayKeep = () => !("sharedDevice" in document.body.dataset);

// One entry: {key, place, person, reference, page, n, changes (Uint8Array or null), typed, words, until, at}.
export function keepUnsent(entry) {
  if (!mayKeep()) return Promise.resolve();
  return change((entries) => entries.put({ ...entry, at: Date.now() }));
}

// Let one go; where its time is given, only as it was then, for another tab may have added to it since.
export function dropUnsent(key, at = null) {
  return change((entries) => {
    if (at === null) {
      entries.delete(key);
      return;
    }
    const asked = entries.get(key);
    asked.onsuccess = () => {
      if (asked.result?.at === at) entries.delete(key);
    };
  });
}

export async function allUnsent() {
  const asked = await change((entries) => entries.getAll());
  return asked?.result ?? [];
}

export function forgetUnsent() {
  return change((entries) => entries.clear());
}

// Whoever signs in here does not find what somebody else left.
export async function forgetUnsentOfOthers(person) {
  for (const entry of await allUnsent()) if (entry.person !== person) await dropUnsent(entry.key);
}

export async function forgetUnsentOf(place) {
  for (const entry of await allUnsent()) if (entry.place === place) await dropUnsent(entry.key);
}

// A browser may forbid storage, or have no room: then nothing is kept, and nothing breaks.
async function change(act) {
  try {
    const store = await open();
    return await new Promise((resolve) => {
      const turn = store.transaction(shelf, "readwrite");
      const asked = act(turn.objectStore(shelf));
      turn.oncomplete = () => resolve(asked);
      turn.onerror = turn.onabort = () => resolve(null);
    });
  } catch {
    return null;
  }
}

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(database, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(shelf, { keyPath: "key" });
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = () => {
        asked.result.close();
        opened = null;
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opened = null;
      reject(asked.error);
    };
  });
  return opened;
}
