import { expect, it } from 'vitest';
import { avatarUrlOf } from './avatars';

const ORIGINS = ['https://pics.example', 'http://localhost:3000'];
const urlOf = (claim: unknown) => avatarUrlOf(claim, ORIGINS);

it('[J7] a picture is an address of a listed origin, written as browsers write it', () => {
  expect(urlOf('https://pics.example/ada.png?s=72')).toBe('https://pics.example/ada.png?s=72');
  expect(urlOf('HTTPS://Pics.Example:443/聊 天')).toBe('https://pics.example/%E8%81%8A%20%E5%A4%A9');
  expect(urlOf('http://localhost:3000/ada.png')).toBe('http://localhost:3000/ada.png');
});

for (const [what, claim] of [
  ['is of another origin', 'https://evil.example/ada.png'],
  ['only starts like a listed origin', 'https://pics.example.evil.example/ada.png'],
  ['contains a listed origin as its user', 'https://pics.example@evil.example/ada.png'],
  ['is of another port', 'https://pics.example:8443/ada.png'],
  ['comes over plain HTTP', 'http://pics.example/ada.png'],
  ['has a listed origin but another scheme', 'blob:https://pics.example/6f1c'],
  ['is the picture itself', 'data:image/png;base64,AAAA'],
  ['is a script', 'javascript:alert(1)//https://pics.example/'],
  ['is a path', '/ada.png'],
  ['is empty', ''],
  ['is no text', { href: 'https://pics.example/ada.png' }],
  ['is longer than any', `https://pics.example/${'a'.repeat(2_048)}`],
] as const) {
  it(`[J7] a claim that ${what} is not a picture`, () => {
    expect(urlOf(claim)).toBeNull();
  });
}

it('[J7] nothing breaks the header that contains the origins', () => {
  expect(urlOf('https://pics.example/a\r\nset-cookie: a=b')).toBe('https://pics.example/aset-cookie:%20a=b');
});
