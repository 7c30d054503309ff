import { LinkifyIt, type Match, REBuilder } from 'linkify-it';

/** An address in a text, from one place up to another, and where it leads: `https:`, `http:` or `mailto:`. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly href: string;
}

/** Scripts that put no space between words, so none before or behind an address: Chinese, Japanese, Korean. */
const UNSPACED = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af';

/** The addresses in a text, in their order. */
export type FindLinks = (text: string) => readonly Link[];

/** Finds `https://` behind a word of {@link UNSPACED}, too. */
class UnspacedBuilder extends REBuilder {
  override get_schema_search(): RegExp {
    const before = `^|(?!_)(?:[><\\uff5c${UNSPACED}]|${this.src_ZPCc})`;
    this.cache.schema_search ??= new RegExp(`(${before})(${this.get_schema_names().source})`, 'ig');
    return this.cache.schema_search;
  }
}

const linkify = new LinkifyIt({ fuzzyLink: true, rebuilder: new UnspacedBuilder() }).add('ftp:').add('//');

/** Spares most texts the search: in an address something stands on both sides of a dot, or it has a scheme. */
const MAY_HAVE_LINKS = /\S\.\S|:\/\/|mailto:/iu;

/** Each takes a phone as long to lay out as a line of text: of more, the rest stays as it was typed. */
export const LINKS_MAX = 100;

/** The addresses in `text` that lead where they seem to, in their order: the first {@link LINKS_MAX}. */
export function linksIn(text: string): readonly Link[] {
  if (!MAY_HAVE_LINKS.test(text)) return [];
  return (linkify.match(text) ?? []).slice(0, LINKS_MAX).flatMap((match) => {
    // Such marks could show an address from back to front.
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
  // What else may stand in one would mean something else in a link: `?` begins what the mail says.
  if (!/^[\w.+'~=-]+$/.test(mailbox)) return undefined;
  const shown = withoutSentence(host);
  const leadsTo = hostOf(shown);
  if (leadsTo === undefined) return undefined;
  const to = index + scheme.length + mailbox.length + 1 + shown.length;
  return { from: index, to, href: `mailto:${mailbox}@${leadsTo}` };
}

/** In a chat, README.md is a file and no page in Moldova. */
const isFileName = (host: string): boolean => /^(?!www\.).*\.(?:md|py|rs|sh)$/iu.test(host);

const SENTENCE = new RegExp(`(?<=\\.[a-z]{2,})[${UNSPACED}][^.]*$`, 'iu');

/** `host` without the sentence that goes on behind it: "example.com看看". */
const withoutSentence = (host: string): string => host.replace(SENTENCE, '');

/** Letters and digits that can be seen, and nothing that looks like a slash: what is behind it is the host. */
const HOST =
  /^(?:\[[\da-f:.]+\]|(?:(?![\u3033-\u3035\u30ce\u4e3f]|\u0337|\u0338|\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd}.-])+)(?::\d+)?$/iu;

/** The host, in ASCII, that a browser goes to for `shown`; undefined where none, or another than is shown. */
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
