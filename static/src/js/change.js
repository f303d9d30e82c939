// What the page gains on which somebody changes words of a draft.
import { showChanges } from "./change/preview.js";

showChanges();
