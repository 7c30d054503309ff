import { parseAst } from 'vitest/node';

interface FunctionInFile {
  /** Its path and first line, as editors open it. */
  readonly at: string;
  readonly lines: number;
}

const IS_FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

/** Returns the functions of a file, those in other functions too, with how many lines each has from its first to its last. */
export function functionsIn(path: string, text: string): readonly FunctionInFile[] {
  const found: FunctionInFile[] = [];
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isNode(value)) return;
    if (IS_FUNCTION.test(value.type)) {
      const [first, last] = [lineOf(value.start), lineOf(value.end)];
      found.push({ at: `${path}:${first}`, lines: last - first + 1 });
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }));
  return found;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
