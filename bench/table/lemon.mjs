import { join } from 'node:path';
import { here, NoAnswer, run } from './child.mjs';

/**
 * Compiles the driver of LEMON (the C++ reference for network flows, `bench/lemon.cpp`) into a folder.
 * `solve(file)` resolves to { value, placed, cpuSeconds } of its network simplex; `reason` says why there is none.
 */
export async function lemonIn(folder) {
  const program = join(folder, process.platform === 'win32' ? 'lemon.exe' : 'lemon');
  for (const compiler of ['g++', 'clang++']) {
    try {
      await run(compiler, ['-O3', '-march=native', '-std=c++14', '-o', program, join(here, 'lemon.cpp')], { seconds: 120 });
    } catch (error) {
      if (error.code === 'ENOENT') continue;
      return {
        solve: null,
        reason: `LEMON is left out: ${compiler} does not build bench/lemon.cpp (are LEMON's headers installed?): ${error.message}`,
      };
    }
    return { solve: (file) => solveBy(program, file), reason: null };
  }
  return { solve: null, reason: 'LEMON is left out: no C++ compiler (g++ or clang++) was found' };
}

async function solveBy(program, file) {
  const answer = JSON.parse((await run(program, [file], { seconds: 600 })).stdout);
  if (!answer.optimal) throw new NoAnswer('LEMON calls the instance not optimal');
  return answer;
}
