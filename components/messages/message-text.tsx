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

/** Nobody is called anything: what has no `@` mentions nobody. */
const NOBODY = knownNames([]);

/**
 * What somebody said, exactly as they typed it; addresses lead there, and whom it mentions stands out. What is between them is
 * divided otherwise when names change, so each part is an element. A text of one part stays as it is for as long as it is
 * shown, and what comes and goes behind it is the last in its line: that needs none.
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

/** The reader's own name stands out most of all. What is mentioned has a direction of its own, and gives the message none. */
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

/** With a direction of its own: no mark in the text around it shows another address than the one it leads to. */
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
