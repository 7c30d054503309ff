import { ratio, type Table } from './table';

/** What is to be reached, and what was. */
export interface Target {
  readonly name: string;
  readonly atMost: number;
  readonly measured: number;
  /** How both are written; as a ratio to the baseline if left out. */
  readonly format?: (value: number) => string;
}

const isMet = ({ atMost, measured }: Target): boolean => measured <= atMost;

export const targetTable = (targets: readonly Target[]): Table => ({
  title: 'Targets',
  headings: ['target', 'at most', 'measured', ''],
  rows: targets.map((target) => {
    const { name, atMost, measured, format = ratio } = target;
    return [name, format(atMost), format(measured), isMet(target) ? '✓' : '✗'];
  }),
});
