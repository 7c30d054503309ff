import { describe, expect, it } from 'vitest';
import type { Result } from '../chat/errors';
import { FakeEnvironment, failed } from './fakes-for-tests';
import { createOutbox, type Outgoing } from './outbox';

const stored: Result<null> = { ok: true, data: null };
const message = (key: string): Outgoing => ({ key, text: `text of ${key}` });

function setUp(answer: (message: Outgoing, attempt: number) => Result<null> | Promise<Result<null>>) {
  const environment = new FakeEnvironment();
  const sent: string[] = [];
  const settled: string[] = [];
  const outbox = createOutbox<null>({
    environment,
    send: async (outgoing) => {
      sent.push(outgoing.key);
      return answer(outgoing, sent.length);
    },
    settled: ({ key }, result) => settled.push(`${key} ${result.ok ? 'stored' : result.error.code}`),
  });
  return { environment, sent, settled, outbox };
}

describe('the outbox', () => {
  it('[S3] sends in the order of writing, the next only when the one before is settled', async () => {
    let answerFirst = (_: Result<null>) => {};
    const first = new Promise<Result<null>>((resolve) => {
      answerFirst = resolve;
    });
    const { environment, outbox, sent, settled } = setUp(({ key }) => (key === 'a' ? first : stored));
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(60_000);
    expect(sent).toEqual(['a']);
    answerFirst(stored);
    await environment.pass(0);
    expect(sent).toEqual(['a', 'b']);
    expect(settled).toEqual(['a stored', 'b stored']);
  });

  it('[S3] sends the same key again until it is answered, and nothing overtakes it', async () => {
    const { environment, outbox, sent, settled } = setUp((_, attempt) =>
      attempt < 4 ? failed('unanswered') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(20_000);
    expect(sent).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(settled).toEqual(['a stored', 'b stored']);
  });

  it('waits longer after each failure, up to five seconds', async () => {
    const times: number[] = [];
    const { environment, outbox } = setUp(() => {
      times.push(environment.now());
      return failed('store_unavailable');
    });
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(30_000);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(waits.slice(0, 3)).toEqual([225, 450, 900]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
    expect(waits.length).toBeGreaterThan(8);
  });

  it('goes on with the next after a refusal for good', async () => {
    const { environment, outbox, settled } = setUp(({ key }) =>
      key === 'a' ? failed('bad_request') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    outbox.add(message('b'));
    await environment.pass(0);
    expect(settled).toEqual(['a bad_request', 'b stored']);
  });

  it('sends nothing while it is closed, and at once when it opens', async () => {
    const { environment, outbox, sent } = setUp(() => stored);
    outbox.add(message('a'));
    await environment.pass(60_000);
    expect(sent).toEqual([]);
    outbox.open();
    await environment.pass(0);
    expect(sent).toEqual(['a']);
  });

  it('does not wait out a delay that began before the connection came back', async () => {
    const { environment, outbox, sent } = setUp((_, attempt) =>
      attempt < 5 ? failed('unanswered') : stored,
    );
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(2_000);
    outbox.close();
    const before = sent.length;
    await environment.pass(60_000);
    expect(sent).toHaveLength(before);
    outbox.open();
    await environment.pass(0);
    expect(sent).toHaveLength(before + 1);
  });

  it('tries sooner when more is written, but not from then on twice as often', async () => {
    const { environment, outbox, sent } = setUp(() => failed('store_unavailable'));
    outbox.open();
    outbox.add(message('a'));
    await environment.pass(10);
    outbox.add(message('b'));
    await environment.pass(0);
    expect(sent).toEqual(['a', 'a']);
    await environment.pass(400);
    expect(sent).toEqual(['a', 'a']);
  });
});
