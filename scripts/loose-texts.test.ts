import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { looseTextsIn } from './loose-texts';

const drawn = (jsx: string) =>
  looseTextsIn(`const Part = ({ children }: { children: ReactNode }) => ${jsx};`);

const LOOSE = [
  '<p>{text}<b>bold</b></p>',
  '<p>{text}{isOpen && <b>bold</b>}</p>',
  '<p>Hello {name}</p>',
  "<p><b>one</b>{' · '}<b>two</b></p>",
  '<p><i /> {texts.of(3)}</p>',
  '<>{text}</>',
  '<p><i />{isOpen ? <b>bold</b> : text}</p>',
  '<p><i />{names.map((name) => name)}</p>',
  '<Button><Icon />{texts.send}</Button>',
];

const FIRM = [
  '<p>{text}</p>',
  '<p>plain</p>',
  '<p><span>{text}</span>{isOpen && <b>bold</b>}</p>',
  '<p>{children}{isOpen && <b>bold</b>}</p>',
  '<ul>{names.map((name) => <li key={name}>{name}</li>)}<li>more</li></ul>',
  '<p>{/* nothing */}{text}</p>',
  '<p><span>{isOpen ? one : other}</span>{count > 0 ? <b>{count}</b> : null}</p>',
];

describe('looseTextsIn', () => {
  it.each(LOOSE)('finds the text beside other nodes in %s', (jsx) => {
    expect(drawn(jsx)).toEqual([1]);
  });

  it.each(FIRM)('finds nothing in %s', (jsx) => {
    expect(drawn(jsx)).toEqual([]);
  });
});

it('[W5] every text of a component has an element of its own', () => {
  const files = ['app', 'components']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.tsx'));
  expect(files.length).toBeGreaterThan(80);
  const loose = files.flatMap((file) =>
    looseTextsIn(readFileSync(file, 'utf8')).map((line) => `${file}:${line}`),
  );
  expect(loose).toEqual([]);
});
