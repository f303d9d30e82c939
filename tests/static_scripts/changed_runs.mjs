// Ask the browser's part that shows a change for its runs of pairs of texts, given as JSON; print them as JSON.
import { changedRuns } from "../../static/src/js/change/runs.js";

console.log(JSON.stringify(JSON.parse(process.argv[2]).map(([before, after]) => changedRuns(before, after))));
