import { at, type Commands, type Ground, scan } from './command';

function setText({ keys }: Ground, key: string, text: string): void {
  keys.remove(key);
  keys.open(key, 'string').text = text;
}

const remove = {
  writes: true as const,
  run: ({ keys }: Ground, args: readonly string[]) => args.filter((key) => keys.remove(key)).length,
};

const publish = {
  run: (ground: Ground, args: readonly string[]) => ground.publish(at(args, 0), at(args, 1)),
};

/** How long a key is kept yet, in ms: -1 for good, -2 where it is not there. */
function leftOf({ keys, now }: Ground, key: string): number {
  const endsAt = keys.endOf(key);
  if (endsAt === undefined) return -2;
  return Number.isFinite(endsAt) ? Math.ceil(endsAt - now()) : -1;
}

/** The names that begin and end as a pattern with one `*` does. */
function matching(pattern: string, names: readonly string[]): string[] {
  const [start = '', end = ''] = pattern.split('*');
  return names.filter(
    (name) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end),
  );
}

/** Keys as such, strings, and what is asked of the server. */
export const KEY_COMMANDS: Commands = {
  PING: { run: () => 'PONG' },
  TIME: {
    run: ({ now }) => {
      const micros = Math.round(now() * 1_000);
      return [String(Math.floor(micros / 1e6)), String(micros % 1e6)];
    },
  },
  INFO: { run: ({ run }) => `# Server\r\nrun_id:${run()}\r\n` },
  GET: { run: ({ keys }, args) => keys.find(at(args, 0), 'string')?.text ?? null },
  SET: {
    writes: 'full',
    run: (ground, args) => {
      const [option, ms] = [args[2]?.toUpperCase(), Number(args[3])];
      setText(ground, at(args, 0), at(args, 1));
      if (option === 'PX') ground.keys.end(at(args, 0), ground.now() + ms);
      return 'OK';
    },
  },
  DEL: remove,
  UNLINK: remove,
  EXISTS: { run: ({ keys }, args) => args.filter((key) => keys.has(key)).length },
  PEXPIRE: {
    writes: true,
    run: ({ keys, now }, args) => Number(keys.end(at(args, 0), now() + Number(at(args, 1)))),
  },
  PTTL: { run: (ground, args) => leftOf(ground, at(args, 0)) },
  KEYS: { run: ({ keys }, args) => matching(at(args, 0), keys.keys()) },
  SCAN: {
    run: ({ keys }, args) => {
      const option = (name: string) => args[args.indexOf(name) + 1] ?? '';
      const [next, found] = scan(keys.keys(), at(args, 0), Number(option('COUNT')));
      return [next, matching(option('MATCH'), found)];
    },
  },
  PUBLISH: publish,
  SPUBLISH: publish,
};
