import { useMemo } from 'react';
import { splitMentions } from '@/lib/chat/mentions';
import { useChat } from '@/lib/client/use-chat';
import { useNames } from './use-names';

/** What somebody said, exactly as they typed it; whom it mentions stands out, the reader most of all. */
export function MessageText({ text }: { readonly text: string }) {
  return text.includes('@') ? <WithMentions text={text} /> : text;
}

function WithMentions({ text }: { readonly text: string }) {
  const self = useChat(({ name }) => name);
  const others = useNames();
  const parts = useMemo(
    () => splitMentions(text, self === null ? others : [...others, self]),
    [text, self, others],
  );
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    if (part.mentioned === undefined) return part.text;
    const look = part.mentioned === self ? 'rounded bg-accent-wash px-0.5 font-semibold' : 'font-medium';
    return (
      <span key={key} className={`text-accent-strong ${look}`}>
        {part.text}
      </span>
    );
  });
}
