import { FLOORS, PARTS } from './house';
import type { Imports } from './imports';

const SUPPORT = /\.(?:test|contract)\.tsx?$|-for-tests\.ts$/;

/** Returns imports that go up or across, in sentences. Tests and their helpers may import from anywhere. */
export function offencesIn(imports: Imports): readonly string[] {
  const product = [...imports].filter(([path]) => !SUPPORT.test(path));
  return product.flatMap(([path, targets]) =>
    targets.flatMap((target) => {
      const [from, to] = [partOf(path), partOf(target)];
      if (from === undefined || to === undefined) return [];
      if (from !== to)
        return isOneOf(PARTS[from], to) ? [] : `${path} imports ${target}: ${from} knows no ${to}.`;
      return upward(from, path, target) ?? [];
    }),
  );
}

type Part = keyof typeof PARTS;

const isOneOf = (list: readonly string[], name: string): boolean => list.includes(name);

const partOf = (path: string): Part | undefined =>
  (Object.keys(PARTS) as Part[]).find((part) => path === part || path.startsWith(`${part}/`));

function upward(part: Part, path: string, target: string): string | undefined {
  if (!(part in FLOORS)) return undefined;
  const floors: readonly string[] = FLOORS[part as keyof typeof FLOORS];
  const [from, to] = [floorOf(part, path), floorOf(part, target)];
  if (!floors.includes(from)) return `${path}: ${from} is no floor of ${part}.`;
  return floors.indexOf(to) > floors.indexOf(from) || !floors.includes(to)
    ? `${path} imports ${target}: ${to} is not below ${from}.`
    : undefined;
}

function floorOf(part: Part, path: string): string {
  const [first = '', ...rest] = path.slice(part.length + 1).split('/');
  return rest.length === 0 ? '.' : first;
}
