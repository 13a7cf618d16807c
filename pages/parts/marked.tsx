// A sentence of the API or of the documents, which are English: what stands between backticks is code.

export const Marked = ({ text }: { readonly text: string }) => (
  <span lang="en">
    {text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}
  </span>
);
