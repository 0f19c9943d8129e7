/**
 * What can be had from npm for the plain case (seats only), each given the problem in the form it likes best. `prepare` builds what one run needs and
 * stands outside the clock; `run` solves it and gives the sum of scores. `refuses` says why an instance is out of reach, else null.
 */
export const contenders = {
  highs: async () => {
    const loadHighs = (await import('highs')).default;
    const highs = await loadHighs();
    return {
      refuses: () => null,
      prepare: (instance) => {
        const model = highs.createModel();
        model.options.set({ output_flag: false });
        model.passModel(linearProgramme(instance));
        return model;
      },
      run: (model) => {
        const { modelStatus } = model.run();
        if (modelStatus !== highs.constants.modelStatus.optimal) throw new Error(`HiGHS ends with model status ${modelStatus}`);
        return -model.getObjectiveValue();
      },
      end: (model) => model.dispose(),
    };
  },

  'javascript-lp-solver': async () => {
    const solver = (await import('javascript-lp-solver')).default;
    return {
      refuses: denseTableau,
      prepare: (instance) => ({ optimize: 'score', opType: 'max', ...namedRows(instance), options: { presolve: false } }),
      run: (model) => {
        const answer = solver.Solve(model);
        if (!answer.feasible) throw new Error('javascript-lp-solver calls the instance infeasible');
        return Object.entries(model.variables).reduce((sum, [name, { score }]) => sum + score * (answer[name] ?? 0), 0);
      },
    };
  },

  yalps: async () => {
    const { solve } = await import('yalps');
    return {
      refuses: denseTableau,
      prepare: (instance) => ({ direction: 'maximize', objective: 'score', ...namedRows(instance) }),
      run: (model) => {
        const { status, result } = solve(model, { maxPivots: Infinity });
        if (status !== 'optimal') throw new Error(`yalps calls the instance ${status}`);
        return result;
      },
    };
  },

  'min-cost-flow': async () => {
    const { minCostFlowForNumberNodes } = (await import('min-cost-flow')).default;
    return {
      refuses: ({ studentCount, openingCount }) => tooLarge(16 * (studentCount + openingCount + 2) ** 2, 'cost and capacity matrices'),
      prepare: network,
      run: (edges) => -minCostFlowForNumberNodes(edges).reduce((sum, { cost, flow }) => sum + cost * flow, 0),
    };
  },
};

/** More than this is not tried: the machine would swap before the process fails. */
const mostBytes = 2e9;

function tooLarge(bytes, what) {
  return bytes > mostBytes ? `its ${what} would take ${(bytes / 1e9).toFixed(1)} GB` : null;
}

const denseTableau = ({ studentCount, openingCount, openingOfPair }) =>
  tooLarge(8 * (studentCount + openingCount) * openingOfPair.length, 'dense tableau');

/** Rows: people, then openings. Minimised, as HiGHS does unless told otherwise. */
function linearProgramme({ studentCount, openingCount, seatsOfOpening, firstPairOfStudent, openingOfPair, scoreOfPair }) {
  const numCols = openingOfPair.length;
  const numRows = studentCount + openingCount;
  const indices = new Int32Array(2 * numCols);
  for (let student = 0; student < studentCount; student++) {
    for (let pair = firstPairOfStudent[student]; pair < firstPairOfStudent[student + 1]; pair++) {
      indices[2 * pair] = student;
      indices[2 * pair + 1] = studentCount + openingOfPair[pair];
    }
  }
  const rowUpper = new Float64Array(numRows).fill(1);
  rowUpper.set(seatsOfOpening, studentCount);
  const starts = Int32Array.from({ length: numCols + 1 }, (_, column) => 2 * column);
  return {
    numCols,
    numRows,
    colCost: Float64Array.from(scoreOfPair, (score) => -score || 0),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: new Float64Array(numRows),
    rowUpper,
    matrix: { format: 'csc', numRows, numCols, starts, indices, values: new Float64Array(2 * numCols).fill(1) },
  };
}

function namedRows({ studentCount, openingCount, seatsOfOpening, firstPairOfStudent, openingOfPair, scoreOfPair }) {
  const constraints = {};
  const variables = {};
  for (let student = 0; student < studentCount; student++) constraints[`s${student}`] = { max: 1 };
  for (let opening = 0; opening < openingCount; opening++) constraints[`o${opening}`] = { max: seatsOfOpening[opening] };
  for (let student = 0; student < studentCount; student++) {
    for (let pair = firstPairOfStudent[student]; pair < firstPairOfStudent[student + 1]; pair++)
      variables[`x${pair}`] = { score: scoreOfPair[pair], [`s${student}`]: 1, [`o${openingOfPair[pair]}`]: 1 };
  }
  return { constraints, variables };
}

/** Node 0 is the source, then people, openings, the sink. It sends all it can, so staying home is a way too. */
function network({ studentCount, openingCount, seatsOfOpening, firstPairOfStudent, openingOfPair, scoreOfPair }) {
  const sink = studentCount + openingCount + 1;
  const edges = [];
  for (let student = 0; student < studentCount; student++) {
    edges.push({ from: 0, to: 1 + student, capacity: 1, cost: 0 }, { from: 1 + student, to: sink, capacity: 1, cost: 0 });
    for (let pair = firstPairOfStudent[student]; pair < firstPairOfStudent[student + 1]; pair++)
      edges.push({ from: 1 + student, to: 1 + studentCount + openingOfPair[pair], capacity: 1, cost: -scoreOfPair[pair] });
  }
  for (let opening = 0; opening < openingCount; opening++)
    edges.push({ from: 1 + studentCount + opening, to: sink, capacity: seatsOfOpening[opening], cost: 0 });
  return edges;
}
