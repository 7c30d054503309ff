'use client';

import { type Ref, useImperativeHandle, useState } from 'react';
import { type ErrorReport, reportOf } from '@/lib/chat/errors';
import { useChat } from '@/lib/client/use-chat';
import { FixedName } from './fixed-name';
import { NameButton } from './name-button';
import { NameForm } from './name-form';

export interface NameFieldHandle {
  /** Says that a name is needed, and puts the cursor into the field. */
  ask(): void;
}

interface NameFieldProps {
  readonly ref: Ref<NameFieldHandle>;
  /** Whether setting a name is all there is to do here. Then a person with a keyboard can type at once. */
  readonly isAsked?: boolean;
  readonly onNamed: () => void;
}

/** The name as a small control, or the field to enter it: one row of constant height. */
export function NameField({ ref, isAsked = false, onNamed }: NameFieldProps) {
  const name = useChat((state) => state.name);
  const isStarted = useChat((state) => state.isStarted);
  const isSignedIn = useChat((state) => state.isSignedIn);
  const [isEditing, setIsEditing] = useState(false);
  const problem = useChat((state) => state.nameProblem);
  const [error, setError] = useState<ErrorReport | null>(null);
  /** The problem that the person is already dealing with. */
  const [heeded, setHeeded] = useState(problem);
  /** Goes up with each request for a name: each moves the cursor, even for the same reason. */
  const [asked, setAsked] = useState(() => (isAsked && !matchMedia('(pointer: coarse)').matches ? 1 : 0));

  const close = () => {
    setIsEditing(false);
    setError(null);
    onNamed();
  };
  const ask = () => {
    setError(reportOf('name_required'));
    setAsked((count) => count + 1);
  };
  useImperativeHandle(ref, () => ({ ask }));

  const heed = (refusal: ErrorReport | null) => {
    setHeeded(problem);
    setError(refusal);
  };
  const trouble = error ?? (problem === heeded ? null : (problem?.error ?? null));

  if (!isStarted) return <div aria-hidden className="h-11 touch:h-13" />;
  if (isSignedIn) return <FixedName />;
  if (name !== null && !isEditing) return <NameButton name={name} onEdit={() => setIsEditing(true)} />;
  return (
    <NameForm
      key={problem?.wanted}
      initialName={name ?? problem?.wanted ?? ''}
      focusKey={isEditing ? asked + 1 : asked}
      error={trouble}
      freeNames={error?.freeNames ?? problem?.error.freeNames ?? []}
      onError={heed}
      onDone={close}
      canCancel={name !== null}
    />
  );
}
