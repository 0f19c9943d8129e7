import type { Backend } from './contract.js';
import { acceptsFlow, solveFlow } from './flow.js';

export const flowBackend: Backend = {
  name: 'flow',
  refuses: (problem) => (acceptsFlow(problem) ? null : 'rows beyond assignment and seats'),
  solve: async (problem) => solveFlow(problem),
};
