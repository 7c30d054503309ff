'use client';

import type { KeyboardEvent, RefObject } from 'react';
import { MESSAGE_FIELD_ID } from '@/components/page/message-field';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { ownKeys } from '@/components/ui/composing';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { GrowingField } from '@/components/ui/growing-field';
import { typed, useChat } from '@/lib/client/use-chat';
import { CharacterCount } from './character-count';
import { MENTION_LIST_ID, MentionList, mentionOptionId } from './mention-list';
import { useDraft } from './use-draft';
import { useMentionCompletion } from './use-mention-completion';
import { useSending } from './use-sending';

interface ComposerProps {
  readonly ref: RefObject<HTMLTextAreaElement | null>;
  readonly onNameMissing: () => void;
  readonly onSent: () => void;
}

export function Composer({ ref, onNameMissing, onSent }: ComposerProps) {
  const texts = useTexts();
  const [draft, setDraft] = useDraft(useChat(({ roomId }) => roomId));
  const { error, submit, changed } = useSending(draft, {
    onNameMissing,
    onSent: () => {
      setDraft({ text: '' });
      onSent();
    },
  });
  const type = (text: string) => {
    setDraft({ ...draft, text });
    typed(text);
    changed();
  };
  return (
    <Form onSubmit={submit}>
      <div className="relative flex items-end gap-2 rounded-xl border border-edge bg-raised p-1.5 focus-within:border-accent has-aria-invalid:border-danger">
        <MessageField ref={ref} text={draft.text} hasError={error !== null} onText={type} onSubmit={submit} />
        <Button look="primary" type="submit">
          {texts.send}
        </Button>
      </div>
      <div className="flex min-h-5 justify-between gap-4 px-4 pt-1 short:absolute short:inset-x-4 short:bottom-full short:z-2 short:min-h-0 short:rounded-lg short:bg-paper short:pt-0">
        <FieldError id={ERROR_ID}>{error && texts.errors[error]}</FieldError>
        <SlowHint />
        <CharacterCount text={draft.text} />
      </div>
    </Form>
  );
}

const ERROR_ID = 'message-error';

interface MessageFieldProps extends Pick<ComposerProps, 'ref'> {
  readonly text: string;
  readonly hasError: boolean;
  readonly onText: (text: string) => void;
  readonly onSubmit: () => void;
}

/** The field, and above it names for whoever is being mentioned. */
function MessageField({ ref, text, hasError, onText, onSubmit }: MessageFieldProps) {
  const texts = useTexts();
  const { names, active, choose, onKey, onCaret } = useMentionCompletion({
    field: ref,
    text,
    setText: onText,
  });
  return (
    <>
      <MentionList names={names} active={active} onChoose={choose} />
      <GrowingField
        ref={ref}
        id={MESSAGE_FIELD_ID}
        label={texts.message}
        placeholder={texts.messagePlaceholder}
        value={text}
        errorId={hasError ? ERROR_ID : null}
        onText={(next) => {
          onText(next);
          onCaret(); // Some input methods change the text without a selection event.
        }}
        onSelect={onCaret}
        aria-autocomplete="list"
        aria-controls={names.length > 0 ? MENTION_LIST_ID : undefined}
        aria-activedescendant={names[active] === undefined ? undefined : mentionOptionId(active)}
        onKeyDown={ownKeys((event) => {
          if (onKey(event) || !isSendKey(event)) return;
          event.preventDefault();
          onSubmit();
        })}
      />
    </>
  );
}

const isSendKey = ({ key, shiftKey }: KeyboardEvent): boolean => key === 'Enter' && !shiftKey;

/** Says that slow mode is on, so that nobody wonders why they have to wait. */
function SlowHint() {
  const texts = useTexts();
  const slowMs = useChat(({ room }) => room?.slowMs ?? 0);
  return slowMs > 0 && <p className="ml-auto text-soft text-tiny">{texts.moderation.isSlow(slowMs)}</p>;
}
