import type { ComponentProps } from 'react';

const looks = {
  primary: 'h-9 px-4 rounded-lg bg-accent text-on-accent font-medium hover:bg-accent-strong touch:h-11',
  quiet: 'h-9 px-3 rounded-lg border border-edge text-ink font-medium hover:bg-hover touch:h-11',
  chip: 'h-7 px-2.5 rounded-lg bg-accent-wash font-medium text-accent-strong hover:bg-hover touch:h-11 touch:px-4',
  text: 'rounded px-0.5 font-medium underline-offset-4 hover:underline touch:min-h-11 touch:min-w-11',
  danger: 'h-9 px-4 rounded-lg bg-danger text-on-accent font-medium hover:opacity-90 touch:h-11',
  icon: 'size-9 rounded-lg text-soft hover:bg-hover hover:text-ink touch:size-11',
  smallIcon: 'size-7 rounded-md text-soft hover:bg-hover hover:text-ink touch:size-11',
};

interface ButtonProps extends ComponentProps<'button'> {
  readonly look: keyof typeof looks;
}

export function Button({ look, className = '', type = 'button', ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap transition-colors ${looks[look]} ${className}`}
      {...props}
    />
  );
}
