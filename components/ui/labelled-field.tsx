'use client';

import { useId } from 'react';

interface LabelledFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** Stands before the typed text and belongs to it. */
  readonly prefix?: string;
  readonly errorId?: string | null;
  /** Whether to hide it from somebody looking over the person's shoulder. */
  readonly isSecret?: boolean;
}

/** One line to fill in, with its label above. */
export function LabelledField(props: LabelledFieldProps) {
  const { label, value, onText, prefix, errorId = null, isSecret = false } = props;
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small text-soft">
        {label}
      </label>
      <div className="flex h-10 items-center rounded-lg border border-edge bg-paper px-3 focus-within:border-accent has-aria-invalid:border-danger touch:h-11">
        {prefix !== undefined && <span className="text-soft">{prefix}</span>}
        <input
          id={id}
          value={value}
          type={isSecret ? 'password' : 'text'}
          autoComplete="off"
          dir="auto"
          aria-invalid={errorId !== null}
          aria-describedby={errorId ?? undefined}
          onChange={(event) => onText(event.target.value)}
          className="min-w-0 flex-1 bg-transparent focus:outline-none touch:text-[16px]"
        />
      </div>
    </div>
  );
}
