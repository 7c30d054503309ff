import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LINKS_MAX, linksIn } from './links';

const found = (text: string) => linksIn(text).map(({ from, to, href }) => [text.slice(from, to), href]);

it('[Q3] an address is a link to where it says', () => {
  expect(found('see https://example.com/a?b=c#d, please')).toEqual([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ]);
  expect(found('HTTP://Example.COM:8080')).toEqual([['HTTP://Example.COM:8080', 'http://example.com:8080/']]);
  expect(found('(https://en.wikipedia.org/wiki/Ada_(name))')).toEqual([
    ['https://en.wikipedia.org/wiki/Ada_(name)', 'https://en.wikipedia.org/wiki/Ada_(name)'],
  ]);
  expect(found('http://localhost:5000 and http://[::1]/')).toEqual([
    ['http://localhost:5000', 'http://localhost:5000/'],
    ['http://[::1]/', 'http://[::1]/'],
  ]);
});

it('[Q3] an address without https:// is treated as one with it', () => {
  expect(found('www.example.com')).toEqual([['www.example.com', 'https://www.example.com/']]);
  expect(found('example.com/path.')).toEqual([['example.com/path', 'https://example.com/path']]);
  expect(found('example.com')).toEqual([['example.com', 'https://example.com/']]);
});

it('[Q3] an e-mail address is a link to write to it', () => {
  expect(found('ada@example.com')).toEqual([['ada@example.com', 'mailto:ada@example.com']]);
  expect(found('mailto:ada+b@Example.com!')).toEqual([
    ['mailto:ada+b@Example.com', 'mailto:ada+b@example.com'],
  ]);
  expect(found('ada?cc=ben@example.com')).toEqual([]);
});

it('[Q3] if there are more addresses than anybody follows, the first hundred are links', () => {
  const text = 'a@b.cd '.repeat(570);
  expect(linksIn(text)).toHaveLength(LINKS_MAX);
  expect(linksIn(text).at(-1)?.to).toBe(7 * LINKS_MAX - 1);
});

it('[Q3] anything else is text', () => {
  for (const text of [
    'Hello. How are you?',
    'a.b, e.g. 3.14 or 1.2.3.4',
    'README.md, main.py and run.sh',
    '@Ada: look',
    'https://',
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'data:text/html;base64,PHNjcmlwdD4=',
    'file:///etc/passwd',
    'ftp://ftp.example.com/a',
    '//example.com/a',
    'http://1.2.3.4.5.6:99999999',
  ]) {
    expect(found(text), text).toEqual([]);
  }
});

it('[Q3] no other scheme than ours can hide in a link', () => {
  expect(found('javascript:https://example.com')).toEqual([['https://example.com', 'https://example.com/']]);
  expect(found('https://bank.example.com@evil.com').map(([, href]) => href)).toEqual([
    'https://bank.example.com/',
  ]);
});

it('[Q3] an address with characters that hide where it leads is text', () => {
  const hidden = ['\u200b', '\u00ad', '\u2060', '\u3164', '\u034f', '\ufe0f', '\u{e0041}'];
  const turning = ['\u202e', '\u200f', '\u2067', '\u061c'];
  const slashes = ['\u2044', '\u2215', '\u29f8', '\u30ce', '\u4e3f', '\u3033', '\u0338'];
  for (const sign of [...hidden, ...turning, ...slashes]) {
    expect(found(`https://bank${sign}.evil.com/`), sign).toEqual([]);
    expect(found(`ada@bank${sign}.evil.com`), sign).toEqual([]);
  }
  for (const sign of turning) expect(found(`https://evil.com/${sign}moc`)).toEqual([]);
  for (const host of ['0x7f.1', '2130706433', '0177.0.0.1'])
    expect(found(`http://${host}/`), host).toEqual([]);
});

it('[Q3] a host in another script stays as typed, and leads there', () => {
  expect(found('https://münchen.de/ä')).toEqual([
    ['https://münchen.de/ä', 'https://xn--mnchen-3ya.de/%C3%A4'],
  ]);
  expect(found('https://例子.中国')).toEqual([['https://例子.中国', 'https://xn--fsqu00a.xn--fiqs8s/']]);
  expect(found('ada@münchen.de')).toEqual([['ada@münchen.de', 'mailto:ada@xn--mnchen-3ya.de']]);
});

it('[Q3] an address can begin and end within a sentence written without spaces', () => {
  const link = ['https://example.com', 'https://example.com/'];
  expect(found('看https://example.com看看')).toEqual([link]);
  expect(found('看https://example.com，很好')).toEqual([link]);
  expect(found('请写ada@example.com')).toEqual([]);
  expect(found('请写 ada@example.com吧')).toEqual([['ada@example.com', 'mailto:ada@example.com']]);
});

const piece = fc.oneof(
  fc.constantFrom('http://', 'https://', 'mailto:', 'javascript:', '//', 'www.', 'a.com', '.', '@', '/', ' '),
  fc.constantFrom('?', '#', ':', '[', '(', '\\', '%', '\u202e', '\u200b', '看', 'ß', '\ud800', '\n'),
  fc.string({ unit: 'grapheme' }),
);

it('[Q3] every link leads to the web or to a mailbox, and none overlaps another', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let end = 0;
      for (const { from, to, href } of linksIn(pieces.join(''))) {
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)./);
        expect(new URL(href).username).toBe('');
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
    }),
    { numRuns: 1_000 },
  );
});

it('[Q3] an ASCII address shows the host that it leads to', () => {
  const ascii = fc.array(
    fc.oneof(fc.constantFrom('https://', 'a.com', '@', '\\', '/', '.', 'www.'), fc.string()),
  );
  fc.assert(
    fc.property(ascii, (pieces) => {
      const text = pieces.join('');
      for (const { from, to, href } of linksIn(text).filter((link) => link.href.startsWith('http'))) {
        const shown = text.slice(from, to).toLowerCase();
        expect(shown.replace(/^https?:\/\//, '').startsWith(new URL(href).hostname)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
