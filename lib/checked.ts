// What the settings and the sources file have in common in reading a text.
import { z } from 'zod';

/** Text with a check that says what is wrong with it, or null. The message never repeats the text. */
export const checked = (problem: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const message = problem(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
