// Reads one case as JSON from standard input, and prints the nanoseconds of one evaluation by the
// reference implementation: of many short turns the best one, as `compare.rs` counts.

const task = JSON.parse(require("fs").readFileSync(0, "utf8"));
const jsonata = require(require("path").resolve(task.package));

const TURNS = 150;
const TURN_NANOSECONDS = 2e6;

async function turn(expression, bindings, rounds) {
  const start = process.hrtime.bigint();
  for (let round = 0; round < rounds; round += 1) {
    await expression.evaluate(task.input, bindings);
  }
  return Number(process.hrtime.bigint() - start) / rounds;
}

(async () => {
  const expression = jsonata(task.text);
  const bindings = Object.fromEntries(task.bindings);
  let rounds = 1;
  while ((await turn(expression, bindings, rounds)) * rounds * 2 < TURN_NANOSECONDS) {
    rounds *= 2;
  }
  let best = Infinity;
  for (let at = 0; at < TURNS; at += 1) {
    best = Math.min(best, await turn(expression, bindings, rounds));
  }
  console.log(best);
})();
