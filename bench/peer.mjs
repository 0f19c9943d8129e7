/**
 * `node bench/peer.mjs NAME FILE`: one solver from npm on one PM1 instance, timed by tinybench in a process of its own. Prints one JSON line:
 * the sum of scores it finds, user CPU and wall of a solve (medians), how many there were; or why it was left out.
 */
import { Bench } from 'tinybench';
import { readPm1 } from './pm1-file.mjs';
import { contenders } from './table/contenders.mjs';
import { spreadOf } from './table/statistics.mjs';

const [name, file] = process.argv.slice(2);
if (file === undefined || !Object.hasOwn(contenders, name)) throw new Error(`usage: peer.mjs ${Object.keys(contenders).join('|')} FILE`);

const peer = await contenders[name]();
const instance = readPm1(file);
const reason = peer.refuses(instance);
if (reason === null) {
  let model = null;
  let value = null;
  const cpuSeconds = [];
  // One solve that takes minutes is enough; of short ones there are many, and the median is a warm one.
  const bench = new Bench({ time: 150, iterations: 1, warmup: false, throws: true });
  bench.add(
    name,
    () => {
      const before = process.cpuUsage().user;
      value = peer.run(model);
      cpuSeconds.push((process.cpuUsage().user - before) / 1e6);
    },
    {
      beforeEach: () => {
        model = peer.prepare(instance);
      },
      afterEach: () => peer.end?.(model),
    },
  );
  await bench.run();
  const { latency } = bench.tasks[0].result;
  console.log(
    JSON.stringify({ value, cpuSeconds: spreadOf(cpuSeconds).median, wallSeconds: latency.p50 / 1000, solves: latency.samplesCount }),
  );
} else console.log(JSON.stringify({ refused: reason }));
