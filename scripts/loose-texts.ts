import { parseAst } from 'vitest/node';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/**
 * Finds texts beside elements, or beside other texts, in what a component renders. Translators and extensions put such a text
 * into an element of their own; React, which moves and removes the nodes around it by hand, then no longer finds it, and takes
 * the whole page down. A text that is alone in its element is replaced as a whole, whatever was made of it. Returns the lines,
 * counted from 1. What a component gets as `children` is checked where it is written.
 */
export function looseTextsIn(source: string): number[] {
  const nodes = new Set([...source.matchAll(/(\w+)\??: React(?:Node|Element)\b/g)].map(([, name]) => name));
  const lines: number[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) look(one);
    if (!isNode(value)) return;
    if (isLoose(value, (name) => nodes.has(name)))
      lines.push(source.slice(0, value.start).split('\n').length);
    for (const child of Object.values(value)) look(child);
  };
  look(parseAst(source, { lang: 'tsx' }, 'component.tsx'));
  return lines;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

type IsElement = (name: string) => boolean;

function isLoose(node: Node, isElement: IsElement): boolean {
  if (node.type !== 'JSXElement' && node.type !== 'JSXFragment') return false;
  const children = (node.children as Node[]).filter(isThere);
  const isAlone = children.length === 1 && node.type === 'JSXElement';
  return !isAlone && children.some((child) => mayBeText(child, isElement));
}

function isThere(child: Node): boolean {
  if (child.type === 'JSXText') return !/^\s*\n\s*$/.test(child.value as string);
  return (child.expression as Node | undefined)?.type !== 'JSXEmptyExpression';
}

/** Anything not known to be an element counts as text. */
function mayBeText(node: Node, isElement: IsElement): boolean {
  const may = (part: unknown) => mayBeText(part as Node, isElement);
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return false;
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return may(node.expression);
    case 'LogicalExpression':
      return node.operator === '&&' ? may(node.right) : may(node.left) || may(node.right);
    case 'ConditionalExpression':
      return may(node.consequent) || may(node.alternate);
    case 'Literal':
      return node.value !== null;
    case 'Identifier':
      return !isElement(node.name as string);
    case 'MemberExpression':
      return may(node.property);
    case 'ArrowFunctionExpression':
      return may(node.body);
    case 'BlockStatement':
      return (node.body as Node[]).some((part) => part.type === 'ReturnStatement' && may(part.argument));
    case 'CallExpression':
      return !isListing(node) || may((node.arguments as Node[])[0]);
    default:
      return true;
  }
}

const isListing = ({ callee }: Node): boolean =>
  ((callee as Node).property as Node | undefined)?.name === 'map';
