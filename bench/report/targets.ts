import { ratio, type Table } from './table';

/** A target, and what was reached. */
export interface Target {
  readonly name: string;
  readonly atMost: number;
  readonly measured: number;
  /** How both are formatted; by default as a ratio to the baseline. */
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
