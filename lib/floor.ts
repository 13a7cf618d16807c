/** What is told of people without naming them is told of so many at least, or of nobody. */
export const FLOOR = 5;
