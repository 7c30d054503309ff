import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { discard, useChat } from '@/lib/client/use-chat';

/** What the member wrote in a room that they can no longer enter, to copy or discard. */
export function Unsent() {
  const texts = useTexts();
  const pending = useChat(({ timeline }) => timeline.pending);
  const unsent = pending.filter(({ state }) => state !== 'sent');
  if (unsent.length === 0) return null;
  return (
    <section aria-labelledby="unsent" className="mt-6 w-full max-w-md text-left">
      <h2 id="unsent" className="pb-1 font-semibold text-small text-soft">
        {texts.unsent}
      </h2>
      <ul className="max-h-60 divide-y divide-edge overflow-y-auto rounded-xl border border-edge bg-raised">
        {unsent.map((message) => (
          <li key={message.id} className="flex items-start gap-3 px-3 py-2">
            <p dir="auto" className="as-written keep-in-lines flex-1">
              {message.text}
            </p>
            <Button look="text" onClick={() => discard(message)}>
              {texts.delete}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
