/** The best plans met, each of another value: searches start from one drawn among them (F. Glover, "A template for scatter search and path relinking", 1998). */
export class ElitePlans {
  /** From the best. */
  private readonly plans: { readonly pairOfPerson: Int32Array; readonly value: number }[] = [];

  constructor(private readonly mostPlans: number) {}

  /** Takes a plan up where there is room for it, or a worse one to be dropped. */
  add(pairOfPerson: Int32Array, value: number): void {
    const { plans, mostPlans } = this;
    if (this.has(value)) return;
    const better = plans.filter((plan) => plan.value > value).length;
    plans.splice(better, 0, { pairOfPerson: pairOfPerson.slice(), value });
    if (plans.length > mostPlans) plans.pop();
  }

  /** Plans of the same value count as the same. */
  has(value: number): boolean {
    return this.plans.some((plan) => plan.value === value);
  }

  /** What a plan has to be worth to be taken up; −Infinity while there is room. */
  leastValue(): number {
    const { plans, mostPlans } = this;
    return plans.length < mostPlans ? Number.NEGATIVE_INFINITY : plans[mostPlans - 1]!.value;
  }

  /** Any of them, all as likely; null: there is none. */
  drawn(random: () => number): Int32Array | null {
    const { plans } = this;
    return plans.length === 0 ? null : plans[Math.floor(random() * plans.length)]!.pairOfPerson;
  }
}
