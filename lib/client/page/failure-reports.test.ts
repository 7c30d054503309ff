import { describe, expect, it } from 'vitest';
import { setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';

const broken = () => Object.assign(new Error('Ada said: hello'), { name: 'NotFoundError' });

describe('a part of the page that fails', () => {
  it('[W6] is reported once, without what was said', async () => {
    const { chat, node, environment } = await setUpJoined();
    node.answers['page:failed'] = () => ({ ok: true, data: null });
    for (let time = 0; time < 3; time += 1) chat.reports.add('messages', broken());
    chat.reports.add('people', broken());
    await environment.pass(0);
    expect(node.payloadsOf('page:failed')).toMatchObject([
      { part: 'messages', error: 'NotFoundError' },
      { part: 'people', error: 'NotFoundError' },
    ]);
    expect(JSON.stringify(node.payloadsOf('page:failed'))).not.toContain('hello');
    node.lose();
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('page:failed')).toHaveLength(2);
  });

  it('[W6] is reported as soon as there is a node', async () => {
    const { chat, node, environment } = await setUp({ remembered: 'Ada' });
    node.answers['page:failed'] = () => ({ ok: true, data: null });
    chat.reports.add('messages', broken());
    await environment.pass(1_000);
    node.opensSession();
    await environment.pass(0);
    expect(node.payloadsOf('page:failed')).toMatchObject([{ part: 'messages' }]);
  });
});
