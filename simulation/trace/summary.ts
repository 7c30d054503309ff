/** What a page and a node say to each other all the time, and tells nobody anything. */
const DULL = /node:ping|room:read|mark:changed|my-rooms:list|typing/;

/** A line of the trace in a few words; `null` where it is not worth one. */
export function summaryOf(what: string): string | null {
  if (DULL.test(what)) return null;
  const [, id, event, payload] = /^(#\d+) ([\w:]+) (\{.*)$/s.exec(what) ?? [];
  if (payload !== undefined) return `${id} ${event} ${shortly(JSON.parse(payload))}`;
  const [, answered, answer] = /^(#\d+) (\[.*)$/s.exec(what) ?? [];
  if (answer !== undefined) return `${answered} ${answerIn(JSON.parse(answer)[1])}`;
  if (!what.startsWith('[')) return what;
  const [news, told] = JSON.parse(what) as [string, Record<string, unknown>];
  return `${news} ${shortly(told ?? {})}`;
}

function answerIn(result: { ok: boolean; data?: unknown; error?: { code: string } }): string {
  return result.ok
    ? `ok ${shortly((result.data ?? {}) as Record<string, unknown>)}`
    : `${result.error?.code}`;
}

interface Told {
  readonly text?: string;
  readonly entries?: readonly { readonly kind: string; readonly text?: string; readonly isDeleted?: true }[];
  readonly from?: number;
  readonly position?: { readonly epoch: number; readonly seq: number } | null;
  readonly catchUp?: Told & { readonly kind: string };
  readonly name?: string | null;
  readonly joined?: readonly { readonly name: string }[];
  readonly left?: readonly { readonly name: string }[];
  readonly member?: { readonly name: string | null };
  readonly isStoring?: boolean;
}

function shortly(told: Told): string {
  const { text, entries, from = 1, position, catchUp, name, joined, left, member, isStoring } = told;
  if (catchUp !== undefined) return `${catchUp.kind} ${shortly({ ...catchUp })}`;
  if (entries !== undefined) return `${from}: ${entries.map(entryIn).join(' ')}`;
  if (joined !== undefined || left !== undefined)
    return [
      ...(joined ?? []).map((one) => `+${one.name}`),
      ...(left ?? []).map((one) => `-${one.name}`),
    ].join(' ');
  if (text !== undefined) return text;
  if (position != null) return `at ${position.epoch % 1_000_000}/${position.seq}`;
  if (member !== undefined) return `as ${member.name}${isStoring === false ? ', cannot store' : ''}`;
  if (isStoring !== undefined) return isStoring ? 'stores' : 'cannot store';
  return name ?? '';
}

const entryIn = ({ kind, text, isDeleted }: { kind: string; text?: string; isDeleted?: true }): string =>
  isDeleted ? '✗' : (text ?? kind);
