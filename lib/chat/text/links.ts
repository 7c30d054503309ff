import { LinkifyIt, type Match, REBuilder } from 'linkify-it';

/** An address in a text, from one index to another, and where it leads: `https:`, `http:` or `mailto:`. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly href: string;
}

/** Scripts without spaces between words, and so before or after an address: Chinese, Japanese, Korean. */
const UNSPACED = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af';

/** Returns the addresses in a text, in order. */
export type FindLinks = (text: string) => readonly Link[];

/** Also finds `https://` right after a word of {@link UNSPACED}. */
class UnspacedBuilder extends REBuilder {
  override get_schema_search(): RegExp {
    const before = `^|(?!_)(?:[><\\uff5c${UNSPACED}]|${this.src_ZPCc})`;
    this.cache.schema_search ??= new RegExp(`(${before})(${this.get_schema_names().source})`, 'ig');
    return this.cache.schema_search;
  }
}

const linkify = new LinkifyIt({ fuzzyLink: true, rebuilder: new UnspacedBuilder() }).add('ftp:').add('//');

/** Spares most texts the search: an address has a dot with something on both sides, or a scheme. */
const MAY_HAVE_LINKS = /\S\.\S|:\/\/|mailto:/iu;

/** Each takes a phone as long to lay out as a line of text. Beyond this many, addresses stay text. */
export const LINKS_MAX = 100;

/** Returns the addresses in `text` that lead where they seem to, in order: the first {@link LINKS_MAX}. */
export function linksIn(text: string): readonly Link[] {
  if (!MAY_HAVE_LINKS.test(text)) return [];
  return (linkify.match(text) ?? []).slice(0, LINKS_MAX).flatMap((match) => {
    // Such characters could display an address in reverse.
    if (/\p{Bidi_Control}/u.test(match.raw)) return [];
    return (match.schema === 'mailto:' ? mailLink(match) : webLink(match)) ?? [];
  });
}

function webLink({ raw, index, schema }: Match): Link | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)?([^/?#]*)(.*)$/isu.exec(raw) ?? [];
  if (schema === '' && rest === '' && isFileName(host)) return undefined;
  const shown = withoutSentence(host);
  if (hostOf(shown) === undefined) return undefined;
  const path = shown === host ? rest : '';
  const { href } = new URL((scheme || 'https://') + shown + path);
  return { from: index, to: index + scheme.length + shown.length + path.length, href };
}

function mailLink({ raw, index }: Match): Link | undefined {
  const [, scheme = '', mailbox = '', host = ''] = /^(mailto:)?(.*)@(.*)$/isu.exec(raw) ?? [];
  // Other characters would mean something else in a link: after `?` comes the content of the mail.
  if (!/^[\w.+'~=-]+$/.test(mailbox)) return undefined;
  const shown = withoutSentence(host);
  const leadsTo = hostOf(shown);
  if (leadsTo === undefined) return undefined;
  const to = index + scheme.length + mailbox.length + 1 + shown.length;
  return { from: index, to, href: `mailto:${mailbox}@${leadsTo}` };
}

/** In a chat, README.md is a file, not a page in Moldova. */
const isFileName = (host: string): boolean => /^(?!www\.).*\.(?:md|py|rs|sh)$/iu.test(host);

const SENTENCE = new RegExp(`(?<=\\.[a-z]{2,})[${UNSPACED}][^.]*$`, 'iu');

/** Returns `host` without the sentence that continues after it: "example.com看看". */
const withoutSentence = (host: string): string => host.replace(SENTENCE, '');

/** Letters and digits that can be seen, and nothing that looks like a slash, after which the real host would come. */
const HOST =
  /^(?:\[[\da-f:.]+\]|(?:(?![\u3033-\u3035\u30ce\u4e3f]|\u0337|\u0338|\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd}.-])+)(?::\d+)?$/iu;

/** Returns the host, in ASCII, that a browser opens for `shown`; undefined if there is none, or it is not the one shown. */
function hostOf(shown: string): string | undefined {
  if (!HOST.test(shown)) return undefined;
  try {
    const { hostname } = new URL(`https://${shown}`);
    // 0x7f.1 is 127.0.0.1.
    const isAscii = /^[\x20-\x7e]+$/.test(shown);
    return isAscii && hostname !== shown.toLowerCase().replace(/:\d+$/, '') ? undefined : hostname;
  } catch {
    return undefined;
  }
}
