'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { ownKeys } from '@/components/ui/composing';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';
import type { ErrorReport } from '@/lib/chat/errors';
import type { Texts } from '@/lib/client/texts/texts';
import { setName } from '@/lib/client/use-chat';
import { FreeNames } from './free-names';

interface NameFormProps {
  readonly initialName: string;
  /** Each new number above zero moves the cursor into the field. */
  readonly focusKey: number;
  readonly error: ErrorReport | null;
  /** Offered in place of a taken name. */
  readonly freeNames: readonly string[];
  readonly onError: (error: ErrorReport | null) => void;
  readonly onDone: () => void;
  readonly canCancel: boolean;
}

/** The text of a code cannot say how long to wait. */
const textOf = ({ code, retryAfterMs }: ErrorReport, texts: Texts): string =>
  retryAfterMs === undefined || code === 'quota_reached'
    ? texts.errors[code]
    : texts.tooFast(Math.ceil(retryAfterMs / 1_000));

export function NameForm({ initialName, focusKey, error, onError, onDone, ...props }: NameFormProps) {
  const texts = useTexts();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(initialName);

  useEffect(() => {
    if (focusKey > 0) field.current?.select();
  }, [focusKey]);

  const set = async (name: string) => {
    const refusal = await setName(name);
    if (refusal === null) return onDone();
    onError(refusal);
    field.current?.focus();
  };
  const submit = () => {
    void set(typed);
  };

  return (
    <Form onSubmit={submit} className="pb-2">
      <div className="flex gap-2">
        <TextField
          ref={field}
          label={texts.name}
          placeholder={texts.namePlaceholder}
          value={typed}
          autoComplete="nickname"
          errorId={error ? 'name-error' : null}
          onChange={(event) => {
            setTyped(event.target.value);
            onError(null);
          }}
          onKeyDown={ownKeys(({ key }) => {
            if (key === 'Escape' && props.canCancel) onDone();
          })}
        />
        <Button look="quiet" type="submit">
          {texts.setName}
        </Button>
        {props.canCancel && (
          <Button look="icon" aria-label={texts.cancel} onClick={onDone}>
            <X size={17} aria-hidden />
          </Button>
        )}
      </div>
      <FieldError id="name-error">{error && textOf(error, texts)}</FieldError>
      <FreeNames names={props.freeNames} onChoose={set} />
    </Form>
  );
}
