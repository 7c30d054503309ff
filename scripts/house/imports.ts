import { posix } from 'node:path';

/** By path from the root of the repository: which of its files a file imports, types included. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const SPECIFIER = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)(['"])([^'"\n]+)\1/g;
const ENDINGS = ['', '.ts', '.tsx'];

/** @param texts of the files, by path; imports from elsewhere, such as packages, are left out */
export function importsOf(texts: ReadonlyMap<string, string>): Imports {
  const found = [...texts].map(([path, text]) => {
    const specifiers = [...text.matchAll(SPECIFIER)].map(([, , specifier = '']) => specifier);
    const targets = specifiers.map((specifier) => pathOf(specifier, path));
    return [path, targets.flatMap((target) => fileAt(target, texts) ?? [])] as const;
  });
  return new Map(found);
}

function pathOf(specifier: string, importer: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : '';
}

const fileAt = (path: string, texts: ReadonlyMap<string, string>): string | undefined =>
  ENDINGS.map((ending) => path + ending).find((candidate) => texts.has(candidate));

/**
 * Returns the files that import each other, also through others: each circle once, as the paths of its files. Tarjan's
 * algorithm.
 */
export function circlesIn(imports: Imports): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];

  const visit = (path: string): number => {
    const number = numbers.size;
    numbers.set(path, number);
    open.push(path);
    let low = number;
    for (const target of imports.get(path) ?? []) {
      if (!numbers.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, lowest.get(target) ?? numbers.get(target) ?? low);
    }
    lowest.set(path, low);
    if (low === number) {
      const circle = open.splice(open.indexOf(path));
      if (circle.length > 1) circles.push(circle);
    }
    return low;
  };
  for (const path of imports.keys()) if (!numbers.has(path)) visit(path);
  return circles;
}
