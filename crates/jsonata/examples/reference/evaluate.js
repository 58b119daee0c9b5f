// Evaluates with the language's reference, the npm package `jsonata`.
//
// Reads a request a line, `{"expression", "input", "bindings"}`, and writes an answer a line: with
// `value`, with `code`, `position` and `message` of an error, or with neither for nothing. Ends
// where an expression takes longer than `PATIENCE_MILLIS`.

const { Worker, isMainThread, workerData } = require("worker_threads");
const PATIENCE_MILLIS = 5000;

async function answer(jsonata, { expression, input, bindings }) {
  try {
    const value = await jsonata(expression).evaluate(input, bindings);
    if (typeof value === "function" || (value && value._jsonata_function)) return "{}";
    return JSON.stringify(value === undefined ? {} : { value });
  } catch (error) {
    const { code, position, message } = error;
    return JSON.stringify({ code: code || "", position, message: String(message).split("\n")[0] });
  }
}

async function main() {
  const jsonata = require("jsonata");
  const answered = new Int32Array(new SharedArrayBuffer(4));
  new Worker(__filename, { workerData: answered }).unref();
  for await (const line of require("readline").createInterface({ input: process.stdin })) {
    process.stdout.write((await answer(jsonata, JSON.parse(line))) + "\n");
    answered[0]++;
  }
  process.exit();
}

/** Kills the process where no more is answered. */
function watch(answered) {
  let last = -1;
  setInterval(() => {
    const now = Atomics.load(answered, 0);
    if (now === last) process.kill(process.pid, "SIGKILL");
    last = now;
  }, PATIENCE_MILLIS);
}

if (isMainThread) main();
else watch(workerData);
