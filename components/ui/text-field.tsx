import type { ComponentProps } from 'react';

interface TextFieldProps extends ComponentProps<'input'> {
  /** Read out but not shown: the placeholder says it visibly. */
  readonly label: string;
  /** The id of the sentence that says what is wrong. */
  readonly errorId: string | null;
}

export function TextField({ label, errorId, className = '', ...props }: TextFieldProps) {
  return (
    <input
      type="text"
      aria-label={label}
      aria-invalid={errorId !== null}
      aria-describedby={errorId ?? undefined}
      dir="auto"
      className={`h-9 min-w-0 max-w-72 flex-1 rounded-lg border border-edge bg-raised px-3 placeholder:text-soft focus:border-accent focus:outline-none aria-invalid:border-danger touch:h-11 touch:text-[16px] ${className}`}
      {...props}
    />
  );
}
