import { describe, expect, it } from 'vitest';
import { certify } from '../../src/certify/certify.js';
import { startAside } from '../../src/engine/aside.js';
import { linkPairsOf } from '../../src/engine/rows.js';
import { formulate } from '../../src/formulate/formulate.js';
import { buildInstanceNow } from '../../src/instance/build.js';
import { hashModel } from '../../src/model/hash.js';
import { hashRoster } from '../../src/roster/hash.js';
import { day, rosterOf } from '../support/roster.js';
import { solveInline } from '../support/solve.js';

const dates = { startDay: day('2026-03-02'), endDay: day('2026-03-29') };
const roster = rosterOf({
  students: [
    { id: 'p1', kind: 'short-term' },
    { id: 'p2', kind: 'short-term' },
  ],
  hosts: [{ id: 'h' }],
  openings: [
    { id: 'a', hostId: 'h', ...dates },
    { id: 'b', hostId: 'h', ...dates },
  ],
});
const instance = buildInstanceNow(roster).instance!;
const pairs = linkPairsOf(instance);
const model = formulate(instance);

describe('what is done while workers search', () => {
  it('is the check of the model and both hashes', async () => {
    expect(model.pairCount).toBe(4);
    const { link, recordsHash, modelHash } = await startAside(roster, model, pairs).done;
    expect({ recordsHash, modelHash }).toEqual({ recordsHash: hashRoster(roster), modelHash: hashModel(model) });
    const solution = await solveInline(model);
    const made = await certify(roster, pairs, model, solution, { link });
    expect(made).toEqual(await certify(roster, pairs, model, solution));
    expect(made).toMatchObject({ ok: true, certificate: { checks: { link: true, pairsChecked: 4 } } });
  });

  it('tells of a model that is not what the records say, and no verdict is written', async () => {
    const wrong = { ...model, scoreOfPair: model.scoreOfPair.map((score) => score + 1) };
    const { link } = await startAside(roster, wrong, pairs).done;
    expect(link!.faults.map(({ code }) => code)).toContain('pair-score');
    expect(await certify(roster, pairs, wrong, await solveInline(wrong), { link })).toMatchObject({ ok: false, check: 'link' });
  });

  it('ends when it is given up', async () => {
    const aside = startAside(roster, model, pairs);
    aside.giveUp();
    expect((await aside.done).link).toBe(null);
  });
});
