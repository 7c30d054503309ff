import { afterEach, describe, expect, it, vi } from 'vitest';
import { openChannel } from './browser-channel';

afterEach(() => vi.unstubAllGlobals());

class Silent {
  onmessage = null;
  postMessage(): void {
    throw new Error('InvalidStateError');
  }
  close(): void {}
}

const broken = {
  missing: undefined,
  forbidden: class {
    constructor() {
      throw new Error('SecurityError');
    }
  },
  closed: Silent,
};

describe('a channel between tabs', () => {
  it.each(Object.entries(broken))('[S7] that is %s keeps nobody from telling and listening', (_, made) => {
    vi.stubGlobal('BroadcastChannel', made);
    const channel = openChannel<string>('news');
    const heard: string[] = [];
    const stop = channel.onTold((news) => heard.push(news));
    channel.tell('to others');
    channel.tellHere('to us');
    stop();
    expect(heard).toEqual(['to us']);
  });
});
