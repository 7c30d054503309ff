'use client';

import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { MESSAGE_FIELD_ID } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { ownKeys } from '@/components/ui/composing';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { GrowingField } from '@/components/ui/growing-field';
import type { ErrorCode } from '@/lib/chat/errors';
import { send, typed, useChat } from '@/lib/client/use-chat';
import { CharacterCount } from './character-count';
import { MENTION_LIST_ID, MentionList, mentionOptionId } from './mention-list';
import { useDraft } from './use-draft';
import { useMentionCompletion } from './use-mention-completion';

interface ComposerProps {
  readonly ref: RefObject<HTMLTextAreaElement | null>;
  readonly onNameMissing: () => void;
  readonly onSent: () => void;
}

export function Composer({ ref, onNameMissing, onSent }: ComposerProps) {
  const texts = useTexts();
  const [draft, setDraft] = useDraft(useChat(({ roomId }) => roomId));
  const [error, setError] = useState<ErrorCode | null>(null);
  const hasName = useChat(({ name }) => name !== null);
  /** A name that the node is being asked for is worth waiting for. */
  const isNaming = useChat((state) => state.isNaming);
  const [isWaiting, setIsWaiting] = useState(false);

  const submit = () => {
    const refusal = send(draft);
    if (refusal?.code === 'name_required') return isNaming ? setIsWaiting(true) : onNameMissing();
    setError(refusal?.code ?? null);
    if (refusal !== null) return;
    setDraft({ text: '' });
    onSent();
  };
  const type = (text: string) => {
    setDraft({ ...draft, text });
    typed(text);
    setError(null);
    setIsWaiting(false); // The text is no longer the one that was to be sent.
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the name is set or refused.
  useEffect(() => {
    if (!isWaiting || isNaming) return;
    setIsWaiting(false);
    if (hasName) submit(); // If there is no name, the name field says why.
  }, [isWaiting, isNaming]);
  const mention = useMentionCompletion({ field: ref, text: draft.text, setText: type });

  return (
    <Form onSubmit={submit}>
      <div className="relative flex items-end gap-2 rounded-xl border border-edge bg-raised p-1.5 focus-within:border-accent has-aria-invalid:border-danger">
        <MentionList names={mention.names} active={mention.active} onChoose={mention.choose} />
        <GrowingField
          ref={ref}
          id={MESSAGE_FIELD_ID}
          label={texts.message}
          placeholder={texts.messagePlaceholder}
          value={draft.text}
          errorId={error ? 'message-error' : null}
          onText={(text) => {
            type(text);
            mention.onCaret(); // Some input methods change the text without a selection event.
          }}
          onSelect={mention.onCaret}
          aria-autocomplete="list"
          aria-controls={mention.names.length > 0 ? MENTION_LIST_ID : undefined}
          aria-activedescendant={
            mention.names[mention.active] === undefined ? undefined : mentionOptionId(mention.active)
          }
          onKeyDown={ownKeys((event) => {
            if (mention.onKey(event) || !isSendKey(event)) return;
            event.preventDefault();
            submit();
          })}
        />
        <Button look="primary" type="submit">
          {texts.send}
        </Button>
      </div>
      <div className="flex min-h-5 justify-between gap-4 px-4 pt-1 short:absolute short:inset-x-4 short:bottom-full short:z-2 short:min-h-0 short:rounded-lg short:bg-paper short:pt-0">
        <FieldError id="message-error">{error && texts.errors[error]}</FieldError>
        <SlowHint />
        <CharacterCount text={draft.text} />
      </div>
    </Form>
  );
}

const isSendKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'Enter' && !shiftKey;

/** Says that slow mode is on, so that nobody wonders why they have to wait. */
function SlowHint() {
  const texts = useTexts();
  const slowMs = useChat(({ room }) => room?.slowMs ?? 0);
  return slowMs > 0 && <p className="ml-auto text-soft text-tiny">{texts.moderation.isSlow(slowMs)}</p>;
}
