'use client';

import { type ComponentProps, useLayoutEffect, useRef } from 'react';
import { useTypedBefore } from './use-typed-before';

interface GrowingFieldProps extends Omit<ComponentProps<'textarea'>, 'ref'> {
  readonly ref: React.Ref<HTMLTextAreaElement>;
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly errorId: string | null;
  readonly onText: (text: string) => void;
}

/** A one-line text area that grows with its text to eight lines, and then scrolls. */
export function GrowingField({ ref, label, errorId, onText, ...props }: GrowingFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useTypedBefore(area, { id: props.id, value: props.value, onText });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    if (area.current) fitToText(area.current);
  }, [props.value]);

  return (
    <textarea
      ref={(element) => {
        area.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      rows={1}
      aria-label={label}
      aria-invalid={errorId !== null}
      aria-describedby={errorId ?? undefined}
      enterKeyHint="send"
      dir="auto"
      onChange={(event) => onText(event.target.value)}
      className="max-h-[min(190px,30dvh)] min-w-0 flex-1 resize-none bg-transparent px-2.5 py-[7px] placeholder:text-soft focus:outline-none touch:py-[11px] touch:text-[16px]"
      {...props}
    />
  );
}

/** Fixes the height of the parent while it measures; otherwise measuring would move everything that scrolls beside it. */
function fitToText(area: HTMLTextAreaElement): void {
  const around = area.parentElement;
  if (around) around.style.minHeight = `${around.offsetHeight}px`;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
  if (around) around.style.minHeight = '';
}
