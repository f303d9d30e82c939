// Unsent words belong to one person: whoever signs in here next finds nothing of anybody else's, and a device that others use holds none.
import { forgetUnsent, forgetUnsentOfOthers } from "./unsent.js";

export function keepUnsentToItsPerson() {
  const { personKey, sharedDevice } = document.body.dataset;
  if (sharedDevice !== undefined) forgetUnsent();
  else if (personKey) forgetUnsentOfOthers(personKey);
}
