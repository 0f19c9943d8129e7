import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/basics/random.js';
import { deferredAcceptance, type Choices } from '../../src/flow/deferred.js';

function run(choices: Choices): Int32Array {
  const work = deferredAcceptance(choices);
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** Lists of seats, best first, and for each seat the people, best first. */
function choicesOf(lists: readonly (readonly number[])[], orders: readonly (readonly number[])[], uppers: readonly number[]): Choices {
  const firstChoiceOfPerson = new Int32Array(lists.length + 1);
  const seats: number[] = [];
  const standings: number[] = [];
  lists.forEach((list, person) => {
    for (const seat of list) {
      seats.push(seat);
      standings.push(orders[seat]!.indexOf(person));
    }
    firstChoiceOfPerson[person + 1] = seats.length;
  });
  return {
    firstChoiceOfPerson,
    seatOfChoice: Int32Array.from(seats),
    standingOfChoice: Float64Array.from(standings),
    upperOfSeat: Int32Array.from(uppers),
  };
}

describe('deferred acceptance', () => {
  it('solves the example of Gale and Shapley, where people and seats want the opposite', () => {
    const lists = [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
    ];
    const orders = [
      [1, 2, 0],
      [2, 0, 1],
      [0, 1, 2],
    ];
    expect([...run(choicesOf(lists, orders, [1, 1, 1]))]).toEqual([0, 3, 6]);
  });

  it('lets a chain of refusals run to its end', () => {
    // 2 pushes 1 out of seat 0, who pushes 0 out of seat 1.
    const lists = [[1], [0, 1], [0]];
    const orders = [
      [2, 1],
      [1, 0],
    ];
    expect([...run(choicesOf(lists, orders, [1, 1]))]).toEqual([-1, 2, 3]);
  });

  it('gives nothing where seats take nobody', () => {
    expect([...run(choicesOf([[0], []], [[0]], [0]))]).toEqual([-1, -1]);
  });

  it('leaves no blocking pair where seats take many', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const draw = randomFrom(seed);
      const shuffled = (count: number): number[] =>
        Array.from({ length: count }, (_, k) => ({ k, at: draw() }))
          .sort((a, b) => a.at - b.at)
          .map(({ k }) => k);
      const [people, seats] = [40, 6];
      const lists = Array.from({ length: people }, () => shuffled(seats).slice(0, 1 + Math.floor(draw() * seats)));
      const orders = Array.from({ length: seats }, () => shuffled(people));
      const uppers = Array.from({ length: seats }, () => Math.floor(draw() * 9));
      const choices = choicesOf(lists, orders, uppers);
      const held = run(choices);
      const holders = (seat: number): number[] =>
        [...held.keys()].filter((person) => held[person]! >= 0 && choices.seatOfChoice[held[person]!] === seat);
      lists.forEach((list, person) => {
        for (const seat of list) {
          if (held[person]! >= 0 && choices.seatOfChoice[held[person]!] === seat) break;
          const own = holders(seat);
          expect(own.length, `seed ${seed}`).toBe(uppers[seat]);
          expect(own.every((other) => orders[seat]!.indexOf(other) < orders[seat]!.indexOf(person))).toBe(true);
        }
      });
    }
  });
});
