import { useMemo, useSyncExternalStore } from 'react';
import { useKnownNames } from '@/components/members/use-names';
import type { Link } from '@/lib/chat/text/links';
import { knownNames } from '@/lib/chat/text/mentions';
import { type MessagePart, splitMessage } from '@/lib/chat/text/message-parts';
import { withoutStackedMarks } from '@/lib/chat/text/text';
import { lateLinks, linkFinder } from '@/lib/client/texts/late-links';
import { useChat } from '@/lib/client/use-chat';

interface PartsProps {
  readonly text: string;
  readonly links: readonly Link[];
}

/** Knows no names: a text without an `@` mentions nobody. */
const NOBODY = knownNames([]);

/**
 * What somebody said, exactly as they typed it, with links and mentions. Each part is an element, because the text between them
 * divides differently when names change. A text of one part never changes while it is shown, and whatever comes and goes after
 * it is last in its line, so it needs no element.
 */
export function MessageText({ text: typed }: { readonly text: string }) {
  const text = useMemo(() => withoutStackedMarks(typed), [typed]);
  const linksIn = useSyncExternalStore(lateLinks.subscribe, linkFinder, linkFinder);
  const links = useMemo(() => linksIn(text), [text, linksIn]);
  if (text.includes('@')) return <WithMentions text={text} links={links} />;
  return links.length > 0 ? <WithLinks text={text} links={links} /> : text;
}

function WithLinks({ text, links }: PartsProps) {
  const parts = useMemo(() => splitMessage(text, NOBODY, links), [text, links]);
  return <Parts parts={parts} self={null} />;
}

function WithMentions({ text, links }: PartsProps) {
  const self = useChat(({ name }) => name);
  const known = useKnownNames();
  const parts = useMemo(() => splitMessage(text, known, links), [text, links, known]);
  return <Parts parts={parts} self={self} />;
}

/** The reader's own name stands out most of all. A mention has a direction of its own, which does not affect the message. */
function Parts({ parts, self }: { readonly parts: readonly MessagePart[]; readonly self: string | null }) {
  let at = 0;
  return parts.map(({ text, href, mentioned }) => {
    const key = at;
    at += text.length;
    if (href !== undefined) return <Address key={key} text={text} href={href} />;
    if (mentioned === undefined) return <span key={key}>{text}</span>;
    const look = mentioned === self ? 'rounded bg-accent-wash px-0.5 font-semibold' : 'font-medium';
    return (
      <bdi key={key} className={`text-accent-strong ${look}`}>
        {text}
      </bdi>
    );
  });
}

/** Isolated from its surroundings, so that no direction mark in the text can make it look like another address. */
function Address({ text, href }: { readonly text: string; readonly href: string }) {
  return (
    <a
      dir="ltr"
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      className="rounded-xs text-accent underline decoration-accent/70 underline-offset-3 hover:decoration-current focus-visible:outline-offset-1"
    >
      {text}
    </a>
  );
}
