/** The product's sign: two rings that share a piece. */
export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 26 18" className="h-[18px] w-[26px] text-accent" fill="none">
      <circle cx="9" cy="9" r="7.5" stroke="currentColor" strokeWidth="2.5" />
      <circle cx="17" cy="9" r="7.5" stroke="currentColor" strokeWidth="2.5" />
    </svg>
  );
}
